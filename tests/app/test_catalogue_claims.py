"""The whole catalogue is looked through for claims in a process beside the show."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from studio.app.checking import check_beside
from studio.model.errors import StudioError
from studio.model.message import Name
from studio.model.scene import PictureKind, PictureSource
from studio.model.work import CallOff
from studio.store.database import open_database
from studio.store.repositories import Repositories
from tests.app.studio_process import run
from tests.app.window_studio import NO_SOUND, WindowStudio, arrangement, furnish
from tests.harness.screenreader import Lab
from tests.store.goods import goods

TABLE = (
    "编码,名称,语言,价格,卖点\n"
    "A1,全国最好的火锅底料,zh,39.90,正宗\n"
    "A2,手工面,zh,9.90,口味最佳\n"
    "A3,清茶,zh,19.90,清香\n"
)


@pytest.fixture
def table(tmp_path) -> Path:
    path = tmp_path / "供应商.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_the_command_line_tells_every_claim_of_the_catalogue(tmp_path, table):
    data = tmp_path / "data"
    assert run(data, "check").stdout == "0 products were checked. 0 of them make claims.\n"
    assert run(data, "import", str(table)).returncode == 0
    lines = run(data, "check").stdout.splitlines()
    assert [line.split("\t")[:2] for line in lines[:-1]] == [
        ["A1", "全国最好的火锅底料"],
        ["A2", "手工面"],
    ]
    assert lines[1].split("\t")[2].startswith("Selling points: Article 9 of China's Advertising")
    assert lines[-1] == "3 products were checked. 2 of them make claims."
    told = [json.loads(line) for line in run(data, "check", "--json").stdout.splitlines()]
    assert told[-1] == {"checked": 3, "count": 2}
    assert [one["code"] for one in told[:-1]] == ["A1", "A2"]
    assert run(data, "check", "--laws", "id").stdout.startswith("3 products were checked. 0 of")
    assert run(data, "check", "--laws", "mars").returncode == 2


def test_after_an_import_only_what_it_brought_is_looked_at(tmp_path, table):
    data = tmp_path / "data"
    run(data, "import", str(table))
    changed = TABLE.replace("清香", "国家级").replace("39.90", "39.90")
    table.write_text(changed + "A4,最佳新茶,zh,9,\n", encoding="utf-8")
    run(data, "import", str(table))
    told = run(data, "check", "--imported", "--json").stdout.splitlines()
    assert [json.loads(line).get("code") for line in told] == ["A3", "A4", None]
    assert json.loads(told[-1]) == {"checked": 2, "count": 2}


def test_the_studio_has_it_done_beside_and_words_it_itself(tmp_path, table, monkeypatch):
    data = tmp_path / "data"
    run(data, "import", str(table))
    monkeypatch.setenv("EARSHOT_DATA", str(data))
    found = check_beside("", CallOff(), lambda _share: None, only_imported=False)
    assert (found.checked, found.count) == (3, 2)
    noodles = found.products[1]
    assert (noodles.code, noodles.name) == ("A2", Name("手工面", "zh"))
    assert str(noodles.warnings[0]) == (
        "Selling points: Article 9 of China's Advertising Law forbids words such as “最佳”. "
        "Say for example “品质很好”."
    )


def test_it_tells_how_far_it_is_and_is_called_off(tmp_path, monkeypatch):
    data = tmp_path / "data"
    data.mkdir()
    db = open_database(data / "studio.db")
    Repositories.of(db).products.replace_all(goods(20_000))
    db.close()
    monkeypatch.setenv("EARSHOT_DATA", str(data))
    shares: list[float] = []
    call_off = CallOff()

    def tell(share: float) -> None:
        shares.append(share)
        if len(shares) == 3:
            threading.Thread(target=call_off.wish).start()

    with pytest.raises(StudioError, match="could not be looked through"):
        check_beside("", call_off, tell, only_imported=False)
    assert shares[:3] == [0.025, 0.05, 0.075]
    assert shares[-1] < 1.0


def test_a_file_that_cannot_be_read_is_told_in_its_own_words(tmp_path, monkeypatch):
    data = tmp_path / "data"
    data.mkdir()
    (data / "studio.db").write_bytes(b"no database" * 1000)
    monkeypatch.setenv("EARSHOT_DATA", str(data))
    with pytest.raises(StudioError, match="not a file of Earshot Studio"):
        check_beside("", CallOff(), lambda _share: None, only_imported=False)


def test_a_card_that_claims_is_shown_and_told_of_by_keys_alone(tmp_path, table):
    data = tmp_path / "data"
    keys = {"window.claims": "Ctrl+Alt+C"}
    furnish(data, arrangement([PictureSource("Bars", PictureKind.TEST)]), shortcuts=keys)
    assert run(data, "import", str(table)).returncode == 0
    with Lab() as lab, WindowStudio(lab, data, NO_SOUND) as studio:
        lab.settle(1.0)
        lab.press("ctrl+f")
        lab.wait_active(lambda title: title == "Find product")
        lab.type("A2")
        lab.wait_said("手工面")
        mark = studio.mark()
        lab.press("Down")
        lab.press("Return")
        studio.wait_told("is on screen", mark.told)
        studio.wait_heard("Careful with 手工面. Selling points: Article 9", mark)
        studio.press("ctrl+shift+v", "With a note of proof on the product it may be said.")
        lab.press("ctrl+alt+c")
        lab.wait_active(lambda title: title == "Products with claims")
        studio.wait_told("of them make claims")
        mark = studio.mark()
        lab.press("space")
        studio.wait_told("全国最好的火锅底料. Name:", mark.told)
        lab.press("Return")
        lab.wait_active(lambda title: title == "Edit product")
        lab.press("Escape")
        lab.wait_active(lambda title: title == "Products with claims")
        lab.press("Escape")
        assert studio.terminate() == 0
