#!/usr/bin/env python3
"""Who is let in and how: the rules file, every method on the wire, strangers, and what guessing costs."""
import hashlib
import os
import subprocess
import tempfile
import threading
import time

import raw
from raw import ADMIN, Connection, Server, tls_context
from tls_test import make_certificate

SETUP = """create user plain password 'Secret1pass';
create user hashed password 'md5{md5}';
create user digested password 'sha256|{digest}|{salt}';"""
SALT = bytes(range(32))


def psql(server, user, password, *, sql="select 1", **options):
    environment = {"PATH": os.environ["PATH"], "PGPASSWORD": password, "PGCONNECT_TIMEOUT": "20"}
    environment.update({f"PG{name.upper()}": value for name, value in options.items()})
    command = ["psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(server.port), "-U", user,
               "dev", "-c", sql]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    return done.stdout.strip() if done.returncode == 0 else done.stderr.strip()


def refused(answer, user):
    return answer.endswith(f'password authentication failed for user "{user}"')


def create_users(server):
    for sql in SETUP.format(md5=hashlib.md5(b"Secret1passhashed").hexdigest(), salt=SALT.hex(),
                            digest=hashlib.sha256(b"Secret1pass" + SALT).hexdigest()).split("\n"):
        answer = psql(server, "admin", server.password(), sql=sql)
        assert answer == "CREATE USER", answer


class Rules:
    """A rules file and the options that name it."""

    def __init__(self, text):
        self.file = tempfile.NamedTemporaryFile("w", suffix=".hba")
        self.write(text)

    def write(self, text):
        self.file.seek(0)
        self.file.truncate()
        self.file.write(text)
        self.file.flush()

    def options(self):
        return ("--hba-file", self.file.name)


def request(connection, user, **parameters):
    """What the server asks for, or its refusal."""
    connection.send(raw.startup(user=user, database="dev", **parameters))
    tag, body = connection.frame()
    return (int.from_bytes(body[:4], "big"), body[4:]) if tag == "R" else raw.error([(tag, body)])


def digest_login(connection, user, password):
    """As Redshift's own drivers do it; the last message's tag, or the error."""
    code, body = request(connection, user, client_protocol_version="2")
    assert code == 13, (code, body)
    assert body[:8] == (0).to_bytes(4, "big") + (32).to_bytes(4, "big")
    salt, server_nonce = body[8:40], body[44:]
    client_nonce = str(int(time.time() * 1000)).encode()
    digest = hashlib.sha256(hashlib.sha256(password + salt).digest() + server_nonce + client_nonce).digest()
    connection.send(raw.message("d", len(digest).to_bytes(4, "big") + digest + len(client_nonce).to_bytes(4, "big") +
                                client_nonce))
    frames = connection.frames("ZE")
    return raw.error(frames) or frames[-1][0]


def test_without_rules():
    with Server() as server:
        create_users(server)
        for file in (server.path / "data").iterdir():
            assert file.stat().st_mode & 0o077 == 0, file
        for user in ("plain", "hashed"):
            assert psql(server, user, "Secret1pass") == "1"
            assert refused(psql(server, user, "secret1pass"), user)
        assert psql(server, "digested", "Secret1pass", sslmode="require") == "1"
        assert psql(server, "plain", "Secret1pass", sslmode="require", channelbinding="require") == "1"
        assert "channel binding" in psql(server, "plain", "Secret1pass", sslmode="disable", channelbinding="require")
        for user in ("plain", "digested"):
            with Connection(server) as connection:
                assert digest_login(connection, user, b"Secret1pass") == "Z"
        with Connection(server) as connection:
            answer = digest_login(connection, "plain", b"secret1pass")
            assert answer[:3] == ("FATAL", "28000", 'password authentication failed for user "plain"'), answer


def test_strangers():
    """Whatever the method: unknown, disabled and wrong password end in the same bytes but for the names."""
    rules = Rules("host all admin all md5\nhostnossl all all all scram-sha-256\nhostssl all all all password\n")
    with Server(*rules.options()) as server:
        create_users(server)
        for encrypted, code in ((False, 10), (True, 3)):
            answers = set()
            for user in ("plain", "hashed", "nobody", "rdsdb"):
                with Connection(server) as connection:
                    if encrypted:
                        connection.ask_for_tls(tls_context())
                    got, body = request(connection, user)
                    assert got == code
                    if encrypted:
                        connection.send(raw.message("p", b"wrong\0"))
                        body = str(connection.frames("ZE"))
                    answers.add(str(body).replace(user, "X"))
            assert len(answers) == 1, answers


def test_rules():
    rules = Rules("""# TYPE DATABASE USER ADDRESS METHOD
host    all  admin    127.0.0.0/8          md5
hostssl all  plain    127.0.0.1 255.255.255.255 password
host    all  digested all                  digest
host    dev  hashed   all                  reject
host    all  trusted  ::1/128              trust
""")
    with Server(*rules.options()) as server:
        create_users(server)
        assert psql(server, "plain", "Secret1pass", sslmode="require") == "1"
        assert refused(psql(server, "plain", "secret1pass", sslmode="require"), "plain")
        for mode, off in (("disable", "off"), ("require", "on")):
            answer = psql(server, "hashed", "Secret1pass", sslmode=mode)
            assert answer.endswith('FATAL:  pg_hba.conf rejects connection for host "127.0.0.1", user "hashed", '
                                   f'database "dev", SSL {off}'), answer
        for user in ("plain", "trusted"):
            with Connection(server) as connection:
                assert request(connection, user)[:3] == (
                    "FATAL", "28000",
                    f'no pg_hba.conf entry for host "127.0.0.1", user "{user}", database "dev", SSL off')
        with Connection(server) as connection:
            assert digest_login(connection, "digested", b"Secret1pass") == "Z"

        rules.write("hostssl all all all cert\n")
        server.hang_up("hba_file_kept")
        rules.write("host all all all md5\nhost all all all sometimes\n")
        server.hang_up("hba_file_kept")
        assert "line 2, column 18: the method must be" in server.logged()
        assert psql(server, "plain", "Secret1pass", sslmode="require") == "1"
        rules.write("host all all all trust\n")
        server.hang_up("hba_file_reloaded")
        assert psql(server, "hashed", "", sslmode="disable") == "1"
    for text, complaint in (("host all all 10.0.0.0/99 trust", "line 1, column 14: the number of network bits"),
                            ("local all all trust", "line 1, column 1: the type must be host"),
                            ("hostssl all all all cert", "the method cert needs --tls-ca")):
        bad = Rules(text)
        try:
            with Server(*bad.options()):
                raise SystemExit("a server with bad rules started")
        except AssertionError as failure:
            assert complaint in str(failure), failure


def test_certificates():
    rules = Rules("hostssl all all all cert\n")
    with tempfile.TemporaryDirectory() as folder:
        folder = raw.pathlib.Path(folder)
        make_certificate(folder, "ca", common_name="ca")
        make_certificate(folder, "admin", signer="ca", common_name="admin")
        with Server("--tls-ca", str(folder / "ca.crt"), *rules.options()) as server:
            good = {"sslmode": "require", "sslcert": str(folder / "admin.crt"), "sslkey": str(folder / "admin.key")}
            assert psql(server, "admin", "", **good) == "1"
            answer = psql(server, "rdsdb", "", **good)
            assert answer.endswith('FATAL:  certificate authentication failed for user "rdsdb"'), answer
            answer = psql(server, "admin", "", sslmode="require")
            assert answer.endswith('FATAL:  certificate authentication failed for user "admin"'), answer


def guess(server, times):
    started = time.monotonic()
    for _ in range(times):
        with Connection(server) as connection:
            connection.ask_for_tls(tls_context())
            assert request(connection, "admin")[0] == 3
            connection.send(raw.message("p", b"wrong\0"))
            assert raw.error(connection.frames("ZE"))[1] == "28000"
    return time.monotonic() - started


def test_guessing():
    rules = Rules("hostssl all all all password\n")
    with Server(*rules.options()) as server:
        password = server.password()
        assert psql(server, "admin", password, sslmode="require") == "1"
        first = guess(server, 3)
        later = guess(server, 4)
        assert later > first + 0.8, (first, later)
        # Ten at a time; the administrator at this machine still gets in, and whoever is in is not concerned.
        with Connection(server) as inside:
            inside.ask_for_tls(tls_context())
            request(inside, "admin")
            inside.send(raw.message("p", password.encode() + b"\0"))
            assert inside.frames("ZE")[-1][0] == "Z"
            crowd = [threading.Thread(target=guess, args=(server, 3)) for _ in range(10)]
            for guesser in crowd:
                guesser.start()
            time.sleep(0.3)
            started = time.monotonic()
            inside.send(raw.query("select 1"))
            assert not raw.error(inside.frames())
            assert time.monotonic() - started < 0.5
            started = time.monotonic()
            assert psql(server, "admin", password, sslmode="require") == "1"
            assert time.monotonic() - started < 5
            for guesser in crowd:
                guesser.join()


if __name__ == "__main__":
    raw.run_all([test_without_rules, test_strangers, test_rules, test_certificates, test_guessing])
