#!/usr/bin/env python3
"""TLS on the wire: asked for and direct, what is refused, cancelling inside it, certificates that change."""
import os
import pty
import shutil
import ssl
import struct
import subprocess
import tempfile

import raw
from raw import ADMIN, Connection, Server, tls_context


def make_certificate(folder, name, *, signer=None, common_name="localhost"):
    """NAME.crt and NAME.key in `folder`: self-signed, or signed by another one made here."""
    sign = ["-CA", folder / f"{signer}.crt", "-CAkey", folder / f"{signer}.key"] if signer else []
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "2", "-subj", f"/CN={common_name}", "-keyout", folder / f"{name}.key", "-out",
                    folder / f"{name}.crt", *sign], check=True, capture_output=True)


def certificate_of(connection):
    return connection.socket.getpeercert(binary_form=True)


def refused_handshake(action):
    try:
        action()
    except (ssl.SSLError, ConnectionError, AssertionError):
        return True
    return False


def test_asked_for_and_direct(server):
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        with Connection(server) as asked:
            asked.ask_for_tls(tls_context(version))
            asked.log_in()
        with Connection(server) as direct:
            direct.wrap(tls_context(version, "postgresql"))
            assert direct.socket.selected_alpn_protocol() == "postgresql"
            direct.log_in()
    with Connection(server) as asked:
        asked.ask_for_tls(tls_context(alpn="postgresql")).log_in()


def test_alpn(server):
    with Connection(server) as connection:  # the handshake succeeds, the connection does not
        connection.wrap(tls_context())
        try:
            connection.send(raw.startup(**ADMIN))
        except (ssl.SSLError, ConnectionError):
            pass
        assert connection.take(1) == b""
    for direct in (True, False):
        with Connection(server) as connection:
            context = tls_context(alpn="h2")
            assert refused_handshake(lambda: connection.wrap(context) if direct else connection.ask_for_tls(context))


def test_old_versions_and_ciphers(server):
    for low in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        with Connection(server) as connection:
            assert refused_handshake(lambda: connection.ask_for_tls(tls_context(low, ciphers="ALL:@SECLEVEL=0")))
    for weak in ("AES128-SHA", "ECDHE-ECDSA-AES128-SHA256", "AES256-GCM-SHA384"):
        with Connection(server) as connection:
            context = tls_context(ssl.TLSVersion.TLSv1_2, ciphers=weak + ":@SECLEVEL=0")
            assert refused_handshake(lambda: connection.ask_for_tls(context)), weak
    with Connection(server) as connection:
        connection.ask_for_tls(tls_context(ssl.TLSVersion.TLSv1_2, ciphers="ECDHE-ECDSA-AES256-GCM-SHA384")).log_in()


def test_nothing_before_the_handshake(server):
    """CVE-2021-23222: what came in clear behind the request must never be read as if it had come encrypted."""
    for behind in (raw.startup(**ADMIN), b"x"):
        with Connection(server) as connection:
            connection.send(raw.SSL_REQUEST + behind)
            severity, sqlstate, text, _ = raw.error(connection.frames("E"))
            assert (severity, sqlstate) == ("FATAL", "08P01") and "unencrypted data after SSL request" in text
            assert connection.take(1) == b""
    with Connection(server) as connection:  # later, but still before the handshake
        connection.send(raw.SSL_REQUEST)
        assert connection.take(1) == b"S"
        connection.send(raw.startup(**ADMIN))
        answer = connection.take(1000)
        assert answer[:1] in (b"", b"\x15"), answer  # nothing, or a TLS alert
    with Connection(server) as connection:
        connection.ask_for_tls(tls_context())
        connection.send(raw.SSL_REQUEST)
        assert raw.error(connection.frames("E"))[1:3] == ("08P01", "repeated SSL request")


def test_cancel_inside(server):
    with Connection(server) as victim:
        pid, secret = victim.ask_for_tls(tls_context()).log_in()
        victim.send(raw.query("select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b"))
        answers = []
        victim.socket.settimeout(0.2)
        while not answers:
            with Connection(server) as canceller:
                canceller.wrap(tls_context(alpn="postgresql"))
                canceller.send(raw.cancel_request(pid, secret))
                assert canceller.take(1) == b""
            try:
                answers = victim.frames()
            except TimeoutError:
                pass
        assert raw.error(answers)[1] == "57014", answers


def test_log(server):
    """Who could not agree with the server, and who guesses keys, is in the log with its address; not without end."""
    with Connection(server) as old:
        assert refused_handshake(lambda: old.ask_for_tls(tls_context(ssl.TLSVersion.TLSv1_1)))
    raw.until(lambda: "tls_handshake_failed" in server.logged(), "the handshake in the log")
    line = [line for line in server.logged().splitlines() if "tls_handshake_failed" in line][-1]
    assert "host=127.0.0.1" in line and "reason=" in line, line
    for number in range(60):
        with Connection(server) as guesser:
            guesser.send(raw.packet(struct.pack("!HHii", 1234, 5678, 4711 + number, 17)))
            assert guesser.take(1) == b""
    lines = [line for line in server.logged().splitlines() if "cancel_refused" in line]
    assert 1 <= len(lines) <= 10, lines
    assert "pid=4711 host=127.0.0.1" in lines[0] and "count=1" in lines[0], lines


def test_certificate_reload():
    with Server("--auth", "trust", "--log-level", "info") as first:
        folder = first.path
        for name in ("one", "two"):
            make_certificate(folder, name)
        for kind in ("crt", "key"):
            shutil.copy(folder / f"one.{kind}", folder / f"used.{kind}")
        certificate = ("--tls-cert", str(folder / "used.crt"), "--tls-key", str(folder / "used.key"))
        with Server("--auth", "trust", *certificate) as server:
            old = Connection(server).ask_for_tls(tls_context())
            old.log_in()
            for kind in ("crt", "key"):
                shutil.copy(folder / f"two.{kind}", folder / f"used.{kind}")
            server.hang_up("certificate_reloaded")
            new = Connection(server).ask_for_tls(tls_context())
            assert certificate_of(new) != certificate_of(old)
            old.send(raw.query("select 1"))
            assert not raw.error(old.frames())
            shutil.copy(folder / "one.crt", folder / "used.crt")  # does not fit the key
            server.hang_up("certificate_kept")
            kept = Connection(server).ask_for_tls(tls_context())
            assert certificate_of(kept) == certificate_of(new)
            kept.log_in()


def test_passphrase():
    """Nobody is asked for one, not even at a terminal: refused at the start, the old key stays at a reload."""
    with tempfile.TemporaryDirectory() as folder:
        folder = raw.pathlib.Path(folder)
        make_certificate(folder, "used")
        subprocess.run(["openssl", "ec", "-in", folder / "used.key", "-aes256", "-passout", "pass:secret", "-out",
                        folder / "locked.key"], check=True, capture_output=True)
        complaint = f"cannot use TLS key {folder}/used.key: it needs a passphrase, which the server does not ask for"
        options = ("--auth", "trust", "--tls-cert", str(folder / "used.crt"), "--tls-key", str(folder / "used.key"))
        terminal, theirs = pty.openpty()
        with Server(*options, stdin=theirs) as server:
            shutil.copy(folder / "locked.key", folder / "used.key")
            server.hang_up("certificate_kept")
            assert complaint in server.logged(), server.logged()
            with Connection(server) as connection:
                connection.ask_for_tls(tls_context()).log_in()
        try:
            with Server(*options, stdin=theirs):
                raise SystemExit("a server whose key needs a passphrase started")
        except AssertionError as failure:
            assert complaint in str(failure), failure
        os.close(terminal), os.close(theirs)


def test_missing_files():
    for options in (("--tls-cert", "/nowhere/a.crt", "--tls-key", "/nowhere/a.key"), ("--tls-ca", "/nowhere/ca.crt")):
        try:
            with Server("--auth", "trust", *options):
                raise SystemExit(f"a server started with {options}")
        except AssertionError as failure:
            assert options[1] in str(failure) and "No such file or directory" in str(failure), failure


def test_client_certificates():
    with Server("--auth", "trust") as other:
        folder = other.path
        for name in ("ca", "strange"):
            make_certificate(folder, name, common_name=name)
        make_certificate(folder, "client", signer="ca", common_name="admin")
        with Server("--auth", "trust", "--tls-ca", str(folder / "ca.crt")) as server:
            for name, good in ((None, True), ("client", True), ("strange", False)):
                context = tls_context(ssl.TLSVersion.TLSv1_2)
                if name:
                    context.load_cert_chain(folder / f"{name}.crt", folder / f"{name}.key")
                with Connection(server) as connection:
                    if good:
                        connection.ask_for_tls(context).log_in()
                    else:
                        assert refused_handshake(lambda: connection.ask_for_tls(context))


def test_require_ssl():
    with Server("--auth", "trust", "--require-ssl") as server:
        with Connection(server) as plain:
            plain.send(raw.startup(**ADMIN))
            assert raw.error(plain.frames("E"))[:3] == (
                "FATAL", "28000",
                'no pg_hba.conf entry for host "127.0.0.1", user "admin", database "dev", SSL off')
        with Connection(server) as encrypted:
            encrypted.ask_for_tls(tls_context()).log_in()


if __name__ == "__main__":
    with Server("--auth", "trust") as shared:
        for test in (test_asked_for_and_direct, test_alpn, test_old_versions_and_ciphers,
                     test_nothing_before_the_handshake, test_cancel_inside, test_log):
            print(test.__name__, flush=True)
            test(shared)
    raw.run_all([test_certificate_reload, test_passphrase, test_missing_files, test_client_certificates,
                 test_require_ssl])
