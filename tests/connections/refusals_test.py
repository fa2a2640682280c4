#!/usr/bin/env python3
"""Unknown user and wrong password: the same bytes but for the name, and the same time but for noise, by every method.

Attempts alternate, so that whatever else the machine does hits both alike. REDSTART_REFUSALS is how many of each.
"""
import base64
import hashlib
import hmac
import os
import random
import statistics
import time

import raw
from auth_test import Rules, create_users, request
from raw import Connection, Server, tls_context

ATTEMPTS = int(os.environ.get("REDSTART_REFUSALS", "200"))
# The difference of the medians may be this part of the median, or twice the noise.
ALLOWED = 0.05
WRONG = b"wrong password"


def scram_answer(connection, body):
    assert b"SCRAM-SHA-256\0" in body, body
    first = b"n=,r=" + base64.b64encode(random.randbytes(18))
    message = b"n,," + first
    connection.send(raw.message("p", b"SCRAM-SHA-256\0" + len(message).to_bytes(4, "big") + message))
    tag, body = connection.frame()
    assert tag == "R", raw.error([(tag, body)])
    challenge = body[4:]
    nonce, salt, iterations = (part[2:] for part in challenge.split(b","))
    final = b"c=biws,r=" + nonce
    salted = hashlib.pbkdf2_hmac("sha256", WRONG, base64.b64decode(salt), int(iterations))
    key = hmac.digest(salted, b"Client Key", "sha256")
    signature = hmac.digest(hashlib.sha256(key).digest(), first + b"," + challenge + b"," + final, "sha256")
    proof = bytes(a ^ b for a, b in zip(key, signature))
    return b"p", final + b",p=" + base64.b64encode(proof), (len(salt), iterations)


def md5_answer(connection, body):
    return b"p", b"md5" + hashlib.md5(WRONG + body).hexdigest().encode() + b"\0", len(body)


def clear_answer(connection, body):
    return b"p", WRONG + b"\0", body


def digest_answer(connection, body):
    digest, nonce = hashlib.sha256(WRONG + body).digest(), b"1234567890"
    return b"d", len(digest).to_bytes(4, "big") + digest + len(nonce).to_bytes(4, "big") + nonce, len(body)


# By authentication code: how the wrong password is sent.
ANSWERS = {10: scram_answer, 5: md5_answer, 3: clear_answer, 13: digest_answer}
METHODS = {
    "SCRAM": (10, "host all all all scram-sha-256", False, {}),
    "SCRAM over TLS": (10, "host all all all scram-sha-256", True, {}),
    "MD5": (5, "host all all all md5", False, {}),
    "clear over TLS": (3, "hostssl all all all password", True, {}),
    "code 13": (13, "host all all all digest", False, {"client_protocol_version": "2"}),
}


def attempt(server, user, code, encrypted, parameters):
    """Seconds from the start-up packet to the refusal without the client's own work, and all that was said."""
    with Connection(server) as connection:
        if encrypted:
            connection.ask_for_tls(tls_context())
        began = time.perf_counter()
        got, body = request(connection, user, **parameters)
        spent = time.perf_counter() - began
        assert got == code, (user, got, body)
        if code == 13:
            body = body[8:40]
        tag, answer, shape = ANSWERS[code](connection, body)
        began = time.perf_counter()
        connection.send(raw.message(tag.decode(), answer))
        frames = connection.frames("ZE")
        spent += time.perf_counter() - began
        assert raw.error(frames)[1] == "28000", frames
        return spent, (shape if isinstance(shape, (int, tuple)) else b"", str(frames).replace(user, "USER"))


def method_of(server, user, encrypted, parameters):
    """The authentication code; where it depends on what is stored, strangers are asked as one of the users is."""
    with Connection(server) as connection:
        if encrypted:
            connection.ask_for_tls(tls_context())
        return request(connection, user, **parameters)[0]


def interleaved(server, users, method):
    times = {user: [] for user in users}
    said = set()
    for _ in range(ATTEMPTS):
        for user in random.sample(users, len(users)):
            seconds, words = attempt(server, user, *method)
            times[user].append(seconds)
            said.add(words)
    assert len(said) == 1, said
    return times


def noise(times):
    """How much the medians of two halves of the same attempts differ, over many ways to cut them."""
    differences = []
    for _ in range(50):
        shuffled = random.sample(times, len(times))
        half = len(times) // 2
        differences.append(abs(statistics.median(shuffled[:half]) - statistics.median(shuffled[half:])))
    return sorted(differences)[int(len(differences) * 0.9)]


def judge(name, known, unknown):
    middle = statistics.median(known)
    difference = abs(middle - statistics.median(unknown))
    allowed = max(ALLOWED * middle, 2 * max(noise(known), noise(unknown)))
    print(f"{name}: wrong password {middle * 1e6:.0f} us, unknown user {statistics.median(unknown) * 1e6:.0f} us; "
          f"they differ by {difference * 1e6:.0f} us, allowed are {allowed * 1e6:.0f} us", flush=True)
    return difference <= allowed


def main():
    random.seed(1)
    failed = []
    for name, (code, rule, encrypted, parameters) in METHODS.items():
        known = "hashed" if code == 5 else "plain"
        rules = Rules(f"host all admin all md5\n{rule}\n")
        with Server(*rules.options(), "--no-login-throttle", "--log-level", "error") as server:
            create_users(server)
            stranger = next(user for user in (f"nobody{i}" for i in range(100)) if method_of(server, user, encrypted,
                                                                                          parameters) == code)
            users = [known, stranger]
            times = interleaved(server, users, (code, encrypted, parameters))
            if not judge(name, times[known], times[stranger]):
                failed.append(name)
    assert not failed, f"strangers can be told by the time of the refusal: {failed}"


if __name__ == "__main__":
    main()
