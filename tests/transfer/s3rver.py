"""An S3-compatible server that others have written (s3rver, from npm), started over loopback for one test."""
import contextlib
import fcntl
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent / "s3rver"
NO_NETWORK = re.compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT")


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def installed():
    """The folder with node_modules; what package-lock.json pins is installed once. Skips the test without a network."""
    if not shutil.which("node") or not shutil.which("npm"):
        skip("no node or no npm")
    folder = pathlib.Path(os.environ["REDSTART_BINARY"]).parent / "transfer" / "s3rver"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = (HERE / "package-lock.json").read_bytes()
        mark = folder / "installed"
        if not mark.exists() or mark.read_bytes() != wanted:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, folder)
            try:
                run = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder,
                                     capture_output=True, text=True, timeout=120, check=False)
            except subprocess.TimeoutExpired:
                skip("no network to install from")
            if run.returncode != 0:
                if NO_NETWORK.search(run.stdout + run.stderr):
                    skip("no network to install from")
                raise AssertionError(run.stdout + run.stderr)
            mark.write_bytes(wanted)
    return folder


@contextlib.contextmanager
def s3rver(bucket):
    """Yields the port; key and secret are S3RVER."""
    program = installed() / "node_modules" / "s3rver" / "bin" / "s3rver.js"
    with tempfile.TemporaryDirectory(prefix="redstart-s3rver.") as folder:
        process = subprocess.Popen(["node", str(program), "--directory", folder, "--address", "127.0.0.1", "--port",
                                    "0", "--service-endpoint", "localhost", "--silent", "--configure-bucket", bucket],
                                   stdout=subprocess.PIPE, text=True)
        try:
            for line in process.stdout:
                if found := re.search(r"listening on .*:(\d+)", line):
                    yield int(found[1])
                    break
            else:
                raise AssertionError("s3rver does not start")
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
