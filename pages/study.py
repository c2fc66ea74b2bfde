"""Study: one paper, what was done, what was found, how it was read."""

import streamlit as st

from ui import data
from ui.parts import study as study_parts

library = data.library()
study_id = st.query_params.get("id", "")
study = library.study(study_id)
if study is None:
    study_parts.unknown(library, study_id)
else:
    study_parts.head(library, study)
    study_parts.body(library, study)
    study_parts.findings(library, study)
    study_parts.trust(library, study)
    study_parts.citations(study)
    study_parts.similar_studies(library, study)
