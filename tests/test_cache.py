"""The cache: what is put is found, what is broken is not, and keys tell apart what differs."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from shutil import copyfile, copytree, rmtree

import pytest

from analysis import cache as module
from analysis.cache import (
    CACHE_VARIABLE,
    MEGABYTES_VARIABLE,
    Cache,
    fingerprint,
    key_of,
    open_cache,
    without_cache,
)
from analysis.errors import ParameterError

KEY = key_of("a key")
DATA = b"what was worked out" * 1000


@pytest.fixture
def kept(tmp_path):
    """A cache with one entry."""
    kept = Cache(tmp_path / "cache")
    kept.put("seed", KEY, DATA)
    return kept


def entry(cache):
    [(_, _, path)] = cache._entries()
    return path


def test_what_was_put_is_found_by_kind_and_key(kept):
    assert kept.get("seed", KEY) == DATA
    assert kept.get("read", KEY) is None
    assert kept.get("seed", key_of("another")) is None


def test_a_later_put_replaces(kept):
    kept.put("seed", KEY, b"")
    assert kept.get("seed", KEY) == b""


def test_files_go_in_and_come_out_whole_and_as_bytes_do(kept, tmp_path):
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(os.urandom(3_000_000))
    kept.put_file("file", KEY, source)
    assert kept.get_file("file", KEY, target)
    assert target.read_bytes() == source.read_bytes() == kept.get("file", KEY)
    assert kept.get_file("seed", KEY, target)
    assert target.read_bytes() == DATA


@pytest.mark.parametrize("cut", [0, 10, 32, 40, -1])
def test_a_truncated_entry_is_not_used_and_made_again(kept, tmp_path, cut):
    path = entry(kept)
    path.write_bytes(path.read_bytes()[:cut])
    assert kept.get("seed", KEY) is None
    assert not kept.get_file("seed", KEY, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    kept.put("seed", KEY, DATA)
    assert kept.get("seed", KEY) == DATA


@pytest.mark.parametrize("place", [0, 31, 32, 50, -1])
def test_an_entry_with_a_changed_byte_is_not_used(kept, tmp_path, place):
    path = entry(kept)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    assert kept.get("seed", KEY) is None
    assert not kept.get_file("seed", KEY, tmp_path / "out")


def test_an_entry_in_the_place_of_another_is_not_used(kept):
    path = entry(kept)
    for kind, key in (("seed", key_of("another")), ("read", KEY)):
        place = kept._path(kind, key)
        place.parent.mkdir(parents=True)
        copyfile(path, place)
        assert kept.get(kind, key) is None
    assert kept.get("seed", KEY) == DATA


def test_a_deleted_cache_is_empty_and_can_be_filled_again(kept):
    rmtree(kept.folder)
    assert kept.get("seed", KEY) is None
    kept.put("seed", KEY, DATA)
    assert kept.get("seed", KEY) == DATA


def test_deleting_while_others_write_and_read_is_no_error(tmp_path):
    cache = Cache(tmp_path / "cache")

    def work(number):
        for turn in range(50):
            key = key_of(f"{turn}")
            if number == 0:
                rmtree(cache.folder, ignore_errors=True)
            cache.put("seed", key, DATA)
            assert cache.get("seed", key) in {None, DATA}
        return True

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(work, range(4)))


def test_only_the_owner_can_read_what_is_kept(kept):
    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry(kept).stat().st_mode) == 0o600


def test_without_a_folder_nothing_is_kept(tmp_path):
    none = Cache(None)
    none.put("seed", KEY, DATA)
    none.put_file("seed", KEY, tmp_path)
    none.trim()
    assert none.get("seed", KEY) is None
    assert none.trouble() == ""
    assert none.extent() == (0, 0)


def test_a_folder_that_cannot_be_written_to_is_told_and_no_error(tmp_path):
    (tmp_path / "file").write_text("no folder")
    cache = Cache(tmp_path / "file" / "cache")
    cache.put("seed", KEY, DATA)
    assert cache.get("seed", KEY) is None
    assert str(cache.folder) in cache.trouble()


def test_a_cache_is_marked_so_that_backups_pass_it_over(kept):
    assert kept.trouble() == ""
    assert (kept.folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f")


def test_what_was_not_used_for_longest_goes_first(tmp_path):
    data = os.urandom(1000)
    cache = Cache(tmp_path / "cache", limit=3500)
    for number in range(5):
        cache.put("seed", key_of(f"{number}"), data)
        os.utime(cache._path("seed", key_of(f"{number}")), (1000 + number, 1000 + number))
    assert cache.get("seed", key_of("0")) == data  # used just now
    cache.trim()
    left = [number for number in range(5) if cache.get("seed", key_of(f"{number}"))]
    assert left == [0, 3, 4]
    assert cache.extent()[1] <= cache.limit


def test_trimming_leaves_a_small_cache_and_the_files_of_others_alone(kept):
    (kept.folder / "mine.txt").write_text("x" * 100)
    kept.trim()
    assert kept.get("seed", KEY) == DATA
    Cache(kept.folder, limit=1).trim()
    assert kept.get("seed", KEY) is None
    assert (kept.folder / "mine.txt").exists()


def test_keys_tell_apart_where_parts_end():
    assert key_of("ab", "c") != key_of("a", "bc")
    assert key_of("ab") != key_of("ab", "")
    assert key_of("é") == key_of("é".encode())


def test_the_environment_names_the_cache(monkeypatch, tmp_path):
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    monkeypatch.setenv(MEGABYTES_VARIABLE, "7")
    assert open_cache() == Cache(tmp_path, 7_000_000)
    monkeypatch.setenv(CACHE_VARIABLE, "")
    assert open_cache().folder is None
    monkeypatch.delenv(CACHE_VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert open_cache().folder == tmp_path / "seedbrief"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative is not allowed there")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert open_cache().folder == tmp_path / ".cache" / "seedbrief"


@pytest.mark.parametrize("size", ["0", "-1", "many", "1.5", "²"])
def test_a_size_that_is_none_is_refused(monkeypatch, size):
    monkeypatch.setenv(MEGABYTES_VARIABLE, size)
    with pytest.raises(ParameterError, match=r"SEEDBRIEF_CACHE_MB must be a whole number above 0"):
        open_cache()


def test_a_while_without_cache(monkeypatch, tmp_path):
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    with pytest.raises(OSError, match="inside"), without_cache():
        assert open_cache().folder is None
        raise OSError("inside")
    assert open_cache().folder == tmp_path
    monkeypatch.delenv(CACHE_VARIABLE)
    with without_cache():
        assert open_cache().folder is None
    assert CACHE_VARIABLE not in os.environ


@pytest.fixture
def kit(monkeypatch, tmp_path):
    """A copy of the kit's files, for `fingerprint` to look at."""
    folder = tmp_path / "analysis"
    for name in ("lexicons", "extract"):
        copytree(module._PACKAGE / name, folder / name)
    copyfile(module._PACKAGE / "model.py", folder / "model.py")
    monkeypatch.setattr(module, "_PACKAGE", folder)
    fingerprint.cache_clear()
    yield folder
    fingerprint.cache_clear()


@pytest.mark.parametrize("name", ["lexicons/cues.toml", "model.py", "extract/new.py"])
def test_changed_code_and_word_lists_have_another_fingerprint(kit, name):
    whole, part = fingerprint(), fingerprint("lexicons", "model")
    with (kit / name).open("a") as stream:
        stream.write("\n# changed\n")
    fingerprint.cache_clear()
    assert fingerprint() != whole
    assert (fingerprint("lexicons", "model") != part) == (not name.startswith("extract"))


def test_compiled_files_do_not_count(kit):
    before = fingerprint()
    (kit / "__pycache__").mkdir()
    (kit / "__pycache__" / "model.pyc").write_bytes(b"x")
    fingerprint.cache_clear()
    assert fingerprint() == before


def test_another_version_of_a_library_has_another_fingerprint(monkeypatch, tmp_path):
    before = fingerprint()
    (tmp_path / "spacy-99.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    fingerprint.cache_clear()
    assert fingerprint() != before
    monkeypatch.undo()
    fingerprint.cache_clear()
    assert fingerprint() == before


def test_code_that_changed_after_it_was_loaded_keeps_the_cache_shut(monkeypatch, tmp_path):
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    assert open_cache().folder is not None
    monkeypatch.setattr(module, "_LOADED", 0.0)
    assert open_cache().folder is None
