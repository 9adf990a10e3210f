"""The bucket that the export lies in and that results go to, for the Python programs: as many requests at once as Strata makes."""

import time
from concurrent.futures import ThreadPoolExecutor

import boto3
from boto3.s3.transfer import TransferConfig

AT_ONCE, RANGE, LARGE = 4, 32 << 20, 64 << 20


class Bucket:
    """`seconds` counts up what is spent on bringing and storing."""

    def __init__(self, name):
        self.name, self.seconds, self.client = name, 0, boto3.client("s3")

    def fetch(self, key, path):
        started = time.perf_counter()
        ranges = TransferConfig(max_concurrency=AT_ONCE, multipart_chunksize=RANGE)
        self.client.download_file(self.name, key, str(path), Config=ranges)
        self.seconds += time.perf_counter() - started

    def store(self, directory, *patterns):
        """Files below a directory, under the names they have there."""
        started = time.perf_counter()
        whole = TransferConfig(multipart_threshold=LARGE)
        files = [file for pattern in patterns for file in directory.glob(pattern) if file.is_file()]
        put = lambda file: self.client.upload_file(str(file), self.name, str(file.relative_to(directory)), Config=whole)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(put, files))
        self.seconds += time.perf_counter() - started
