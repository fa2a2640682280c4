// The session's state machine, driven by bytes without a socket.
#include "tests/unit/server/session/session_client.hpp"

#include <catch2/catch.hpp>

using namespace redstart;
using namespace redstart::test;
using server::Session;

using Client = SessionClient;

TEST_CASE("a trusted client is greeted") {
    Client client;
    REQUIRE(client.log_in() == "R:0 S:server_version S:session_id K Z:I");
    REQUIRE(client.session.state() == Session::State::Ready);
    REQUIRE(client.flushed);
    REQUIRE(client.last_idle == 'I');
    REQUIRE(client.events == "initiating session;authenticated;");
    REQUIRE(client.session.login().session_id == "u-u");
}

TEST_CASE("start-up parameters become settings") {
    Client client;
    const auto answer = client.send(startup_packet({{"user", "admin"},
                                                    {"database", "dev"},
                                                    {"DateStyle", "ISO"},
                                                    {"options", "-c search_path=a\\ b --enable-x=1 -z"},
                                                    {"replication", "no"}}));
    REQUIRE(answer == "R:0 S:server_version S:session_id S:DateStyle S:search_path S:enable_x K Z:I");
}

TEST_CASE("a start-up packet may come byte by byte") {
    Client client;
    std::string answer;
    for (const char byte : startup_packet({{"user", "admin"}, {"database", "dev"}})) answer += client.send({&byte, 1});
    REQUIRE(answer == "R:0 S:server_version S:session_id K Z:I");
}

TEST_CASE("newer protocols are negotiated down") {
    Client client;
    const auto answer = client.send(startup_packet({{"user", "admin"}, {"database", "dev"}, {"_pq_.x", "1"}}, 2));
    REQUIRE(answer == "v R:0 S:server_version S:session_id K Z:I");
}

TEST_CASE("logins that are refused") {
    Client client;
    SECTION("no user") {
        REQUIRE(client.send(startup_packet({{"database", "dev"}})) ==
                "E:FATAL:28000:no PostgreSQL user name specified in startup packet");
    }
    SECTION("unknown database, only after authentication") {
        REQUIRE(client.send(startup_packet({{"user", "admin"}, {"database", "nope"}})) ==
                "R:0 E:FATAL:3D000:database \"nope\" does not exist");
    }
    SECTION("the database is the user's name by default") {
        REQUIRE(client.send(startup_packet({{"user", "admin"}})) ==
                "R:0 E:FATAL:3D000:database \"admin\" does not exist");
    }
    SECTION("unknown user under trust") {
        REQUIRE(client.log_in("nobody") == "E:FATAL:28000:user \"nobody\" does not exist");
    }
    SECTION("the bootstrap user never logs in") {
        REQUIRE(client.log_in("rdsdb") == "E:FATAL:28000:user \"rdsdb\" does not exist");
    }
    SECTION("no slot") {
        client.full = true;
        REQUIRE(client.log_in() == "R:0 E:FATAL:53300:too many connections for user \"admin\"");
    }
    SECTION("a length out of range") {
        REQUIRE(client.send(std::string_view("\0\0\xff\xff", 4)) == "E:FATAL:08P01:invalid length of startup packet");
    }
    SECTION("another protocol") {
        REQUIRE(client.send(std::string_view("\0\0\0\x08\0\x02\0\0", 8)) ==
                "E:FATAL:0A000:unsupported frontend protocol 2.0: server supports 3.0 to 3.0");
    }
    REQUIRE(client.next == Session::Next::Close);
    REQUIRE(client.session.state() == Session::State::Closed);
}

TEST_CASE("encryption requests") {
    Client client;
    REQUIRE(client.send(request_packet(5680)) == "rest:N");
    SECTION("TLS is offered") {
        REQUIRE(client.send(request_packet(5679)) == "rest:S");
        REQUIRE(client.next == Session::Next::StartTls);
        client.is_encrypted = true;
        REQUIRE(client.log_in() == "R:0 S:server_version S:session_id K Z:I");
    }
    SECTION("bytes in clear behind the request end the connection") {
        const auto answer = client.send(request_packet(5679) + startup_packet({{"user", "admin"}}));
        REQUIRE(answer == "E:FATAL:08P01:received unencrypted data after SSL request");
        REQUIRE(client.next == Session::Next::Close);
    }
    SECTION("asking twice") {
        client.send(request_packet(5679));
        REQUIRE(client.send(request_packet(5679)) == "E:FATAL:08P01:repeated SSL request");
    }
    SECTION("a server without TLS says no") {
        Client plain(server::AuthMode::Trust, false);
        REQUIRE(plain.send(request_packet(5679)) == "rest:N");
        REQUIRE(plain.log_in() == "R:0 S:server_version S:session_id K Z:I");
    }
}

TEST_CASE("a cancel request is passed on and not answered") {
    Client client;
    REQUIRE(client.send(cancel_packet(1234, 5)).empty());
    REQUIRE(client.cancelled == 1234);
    REQUIRE(client.next == Session::Next::Close);
}

TEST_CASE("simple queries") {
    Client client;
    client.log_in();
    REQUIRE(client.send(query("select 1")) == "C Z:I");
    REQUIRE(client.send(query("begin")) == "C Z:T");
    REQUIRE(client.send(query("error")) == "E:ERROR:42601:no good Z:E");
    REQUIRE(client.last_idle == 'E');
    REQUIRE(client.send(query("rollback") + query("select 1")) == "C Z:I C Z:I");
    REQUIRE(client.send(message('F', "whatever")) == "E:ERROR:0A000:function call messages are not supported Z:I");
    REQUIRE(client.send(query("half")) == "E:ERROR:22012:division by zero Z:I"); // no torn row before it
}

TEST_CASE("errors from inside tell nothing about the inside") {
    Client client;
    client.log_in();
    REQUIRE(client.send(query("boom")) == "E:ERROR:XX000:internal error Z:I");
    REQUIRE(client.send(query("oom")) == "E:ERROR:53200:out of memory Z:I");
    REQUIRE(client.send(query("fatal")) == "E:FATAL:XX000:the end");
    REQUIRE(client.next == Session::Next::Close);
}

TEST_CASE("an error of the extended protocol skips to Sync") {
    Client client;
    client.log_in();
    client.flushed = false;
    REQUIRE(client.send(parse("x") + execute("select 1")) == "1 C");
    REQUIRE_FALSE(client.flushed);
    REQUIRE(client.send(sync_message()) == "Z:I");
    REQUIRE(client.flushed);

    client.flushed = false;
    REQUIRE(client.send(parse("error") + execute("select 1")) == "E:ERROR:42601:no good");
    REQUIRE(client.flushed); // a client may wait for it before it sends Sync
    REQUIRE(client.session.state() == Session::State::SkipToSync);
    REQUIRE(client.send(message('D', "malformed") + message('H') + parse("x")).empty());
    REQUIRE(client.send(sync_message()) == "Z:I");
    REQUIRE(client.send(sync_message()) == "Z:I");

    SECTION("the error decides, not the transaction") {
        client.send(query("begin"));
        client.send(query("error"));
        REQUIRE(client.send(parse("x") + sync_message()) == "1 Z:E");
    }
    SECTION("a simple query is skipped, too") {
        client.send(parse("error"));
        REQUIRE(client.send(query("select 1")).empty());
        REQUIRE(client.send(sync_message()) == "Z:I");
    }
    SECTION("a malformed message is an error like any other") {
        REQUIRE(client.send(message('B', "x")).starts_with("E:ERROR:08P01:"));
        REQUIRE(client.send(parse("x")).empty());
        REQUIRE(client.send(sync_message()) == "Z:I");
    }
    SECTION("Flush") {
        client.flushed = false;
        client.send(message('H'));
        REQUIRE(client.flushed);
    }
}

TEST_CASE("frames that end the connection") {
    Client client;
    client.log_in();
    SECTION("an unknown type") {
        REQUIRE(client.send("!\0\0\0\4") == "E:FATAL:08P01:invalid frontend message type 33");
    }
    SECTION("a length out of range") {
        REQUIRE(client.send(std::string_view("Q\0\0\0\3", 5)) == "E:FATAL:08P01:invalid message length");
    }
    SECTION("a password nobody asked for") {
        REQUIRE(client.send(message('p', "x")) == "E:FATAL:08P01:unexpected authentication message");
    }
    SECTION("Terminate") {
        REQUIRE(client.send(message('X')).empty());
        REQUIRE(client.session.closed_by_client());
    }
    REQUIRE(client.next == Session::Next::Close);
}

TEST_CASE("COPY from the client") {
    Client client;
    client.log_in();
    SECTION("simple") {
        REQUIRE(client.send(query("copy")) == "G");
        REQUIRE(client.flushed);
        REQUIRE(client.send(message('d', "ab") + sync_message() + message('H') + message('d', "c")).empty());
        REQUIRE(client.send(message('c')) == "C Z:I");
        REQUIRE(fake_engine().copied == "abc");
    }
    SECTION("extended: Sync during the copy is ignored") {
        REQUIRE(client.send(execute("copy") + sync_message()) == "G");
        REQUIRE(client.send(message('d', "abc") + message('c')) == "C");
        REQUIRE(client.send(sync_message()) == "Z:I");
    }
    SECTION("given up by the client, simple; what follows is thrown away") {
        client.send(query("copy"));
        REQUIRE(client.send(message('f', std::string_view("why\0", 4))) ==
                "E:ERROR:57014:COPY from stdin failed: why Z:I");
        REQUIRE(client.send(message('d', "late") + message('c')).empty());
        REQUIRE(client.send(query("select 1")) == "C Z:I");
    }
    SECTION("given up by the client, extended") {
        client.send(execute("copy"));
        REQUIRE(client.send(message('f', std::string_view("why\0", 4))) == "E:ERROR:57014:COPY from stdin failed: why");
        REQUIRE(client.send(message('d', "late") + message('c') + sync_message()) == "Z:I");
    }
    SECTION("another message ends it") {
        client.send(query("copy"));
        REQUIRE(client.send(query("select 1")) ==
                "E:ERROR:08P01:unexpected message type 0x51 during COPY from stdin Z:I");
    }
    SECTION("cancelled while it waits for data") {
        client.send(query("copy"));
        REQUIRE(client.executor->cancel(std::nullopt));
        client.session.interrupted();
        REQUIRE(summary(client.output.take()) == "E:ERROR:57014:Query cancelled on user's request Z:I");
    }
    SECTION("an interrupt without a reason changes nothing") {
        client.send(query("copy"));
        client.session.interrupted();
        REQUIRE(client.output.take().empty());
        REQUIRE(client.send(message('c')) == "C Z:I");
    }
}

TEST_CASE("a stranger cannot make the server buffer a large answer") {
    Client client(server::AuthMode::Password);
    REQUIRE(client.log_in("ann") == "R:10");
    REQUIRE(client.send(std::string_view("p\0\1\0\0", 5)) == "E:FATAL:08P01:invalid message length");
}
