"""Study: one paper, what was done, what was found, how it was read."""

from evidence.views.studies import StudyView
from ui import data
from ui.address import views
from ui.parts import study as study_parts

library = data.library()
view = views.current(StudyView, library)
answer = view.answer(library)
if answer is None:
    study_parts.unknown(library, view.study_id)
else:
    study_parts.head(answer)
    study_parts.body(answer)
    study_parts.findings(answer)
    study_parts.sizes(library, answer)
    study_parts.trust(answer)
    study_parts.citations(library, answer)
    study_parts.similar_studies(answer)
