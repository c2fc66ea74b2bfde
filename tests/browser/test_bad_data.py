"""A server with a data folder that is broken shows what is wrong, in words, and can go on where that is possible."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve, Settled
from tests.data.copies import contents, edit


def test_a_folder_that_is_not_there(serve: Serve, page: Page, settled: Settled, tmp_path: Path) -> None:
    base = serve(env={"TOUCHSTONE_DATA": str(tmp_path / "nowhere")})

    page.goto(f"{base}/study?id=cherkin-2011")
    settled(page)

    expect(page.locator("h1")).to_have_text("The data need attention")
    expect(page.get_by_role("cell", name="The data folder does not exist.")).to_be_visible()
    assert str(tmp_path) not in page.content()


def test_a_wrong_value_is_named_and_the_rest_can_be_used(
    serve: Serve, page: Page, settled: Settled, data_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data_folder, folder)
    line = edit(folder, "findings", 0, study_id="no-such-study")
    before = contents(folder)
    base = serve(env={"TOUCHSTONE_DATA": str(folder)})

    page.goto(f"{base}/studies?design=rct")
    settled(page)
    expect(page.locator("h1")).to_have_text("The data need attention")
    expect(page.get_by_role("row", name=f"findings.csv {line} study_id")).to_be_visible()

    page.get_by_role("button", name="Use these data all the same").click()
    settled(page)
    expect(page.locator("h1")).to_have_text("Studies")
    assert page.url == f"{base}/studies?design=rct"
    assert contents(folder) == before
