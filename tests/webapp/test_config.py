from pathlib import Path

from webapp.config import load_config


def test_the_data_folder_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "recite"
    load_config({"RECITE_DATA": str(folder)})
    assert folder.stat().st_mode & 0o077 == 0
