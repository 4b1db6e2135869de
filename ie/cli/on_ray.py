"""``ie run --engine ray``: the function of ``ie.arrow``, run by Ray Data wherever there is a free core."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset
import pyarrow.fs
import pyarrow.parquet
import ray
import ray.data

from ie.arrow import Mapper, used
from ie.record_rows import DOCUMENT, PROBLEM

_DOCUMENTS_A_TASK = 1000
"""Some seconds of work: so long that starting it costs nothing, so short that no core is left waiting at the end."""
_RECORDS_A_FILE = 100_000
"""At least; fewer in the last."""


def run(mapper: Mapper, inputs: Sequence[str], output: str, tasks: int | None) -> Iterator[tuple[str, str]]:
    """Write the records of Parquet files and folders to Parquet files in a new folder; the problems, with documents.

    ``tasks`` is how many run at a time, None for as many as there are cores. They run on the cluster that
    ``RAY_ADDRESS`` names, or that this machine is a part of; else on the cores of this machine. Raises ValueError where
    the folder holds something or a column is missing, FileNotFoundError for an input that there is not, OSError for
    what Ray cannot do.
    """
    places = [_place(one) for one in inputs]
    for one in places:
        if "://" not in one and not Path(one).exists():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), one)
    files, folder = pa.fs.FileSystem.from_uri(_place(output))
    if files.get_file_info(pa.fs.FileSelector(folder, allow_not_found=True)):
        raise ValueError(f"there is something in {output} already; name a new folder")
    _start()
    try:
        _extract(mapper, places, _place(output), tasks)
    except (ray.exceptions.RayError, pa.ArrowException) as error:
        raise OSError(f"Ray gave up: {getattr(error, 'cause', None) or error}") from error
    _write_schema(mapper, files, folder)
    return _problems(mapper, files, folder)


def _place(path: str) -> str:
    """What the path means on other machines too."""
    return path if "://" in path else str(Path(path).absolute())


def _start() -> None:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent to anybody unless somebody asks for it
    ray.init(include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR, ignore_reinit_error=True)
    ray.data.DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)  # what goes wrong is raised as well


def _extract(mapper: Mapper, inputs: list[str], output: str, tasks: int | None) -> None:
    articles = ray.data.read_parquet(inputs)
    articles = articles.select_columns(used(articles.schema().names))  # others are not even read
    articles = articles.repartition(target_num_rows_per_block=_DOCUMENTS_A_TASK)
    records = articles.map_batches(mapper, batch_format="pyarrow", concurrency=tasks)
    records.write_parquet(output, min_rows_per_file=_RECORDS_A_FILE)


def _write_schema(mapper: Mapper, files: Any, folder: str) -> None:
    """A file without rows where there was no record at all, so that the folder can be read like any other."""
    if not files.get_file_info(pa.fs.FileSelector(folder, allow_not_found=True)):
        files.create_dir(folder)
        pa.parquet.write_table(mapper.schema.empty_table(), f"{folder}/empty.parquet", filesystem=files)


def _problems(mapper: Mapper, files: Any, folder: str) -> Iterator[tuple[str, str]]:
    """From the files that were written: on a machine of the cluster nobody would have read a message."""
    written = pa.dataset.dataset(folder, schema=mapper.schema, filesystem=files, format="parquet")
    for batch in written.to_batches(columns=[DOCUMENT, PROBLEM], filter=pa.dataset.field(PROBLEM).is_valid()):
        for row in batch.to_pylist():
            yield row[DOCUMENT] or "a document without id", row[PROBLEM]
