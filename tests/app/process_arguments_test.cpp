// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/support/process_arguments.h"

#include <QtTest/QtTest>

#include <vector>

using namespace weir;

namespace {

QList<QByteArray> hidden(QList<QByteArray> arguments)
{
    std::vector<char*> pointers;
    for (QByteArray& argument : arguments)
        pointers.push_back(argument.data());
    hideSecretArguments(static_cast<int>(pointers.size()), pointers.data());
    return arguments;
}

} // namespace

class ProcessArgumentsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatMayBeSecretIsCovered_data()
    {
        QTest::addColumn<QList<QByteArray>>("arguments");
        QTest::addColumn<QList<QByteArray>>("shown");
        using List = QList<QByteArray>;
        QTest::newRow("nothing") << List{"weir"} << List{"weir"};
        QTest::newRow("no arguments at all") << List{} << List{};
        QTest::newRow("plain address") << List{"weir", "wss://h:1/a"} << List{"weir", "wss://h:1/a"};
        QTest::newRow("query") << List{"weir", "ws://h/a?t=1#f"} << List{"weir", "ws://h/a?*****"};
        QTest::newRow("empty query") << List{"weir", "ws://h/a?"} << List{"weir", "ws://h/a?"};
        QTest::newRow("user info") << List{"weir", "ws://u:p@h/a"} << List{"weir", "ws://***@h/a"};
        QTest::newRow("password with @") << List{"weir", "ws://u:p@x@h"} << List{"weir", "ws://*****@h"};
        QTest::newRow("@ in the path") << List{"weir", "ws://h/@a"} << List{"weir", "ws://h/@a"};
        QTest::newRow("header") << List{"weir", "--header", "A: b", "ws://h"}
                                << List{"weir", "--header", "****", "ws://h"};
        QTest::newRow("header, one piece") << List{"weir", "--header=A: b"} << List{"weir", "--header=****"};
        QTest::newRow("value like an option")
            << List{"weir", "--send", "--header", "x"} << List{"weir", "--send", "********", "x"};
        QTest::newRow("subprotocol") << List{"weir", "--subprotocol", "t"}
                                     << List{"weir", "--subprotocol", "*"};
        QTest::newRow("value missing") << List{"weir", "--send"} << List{"weir", "--send"};
        QTest::newRow("proxy") << List{"weir", "--proxy", "http://u:p@h:1"}
                               << List{"weir", "--proxy", "http://***@h:1"};
        QTest::newRow("others stay") << List{"weir", "--duration", "3", "--token-env", "VAR"}
                                     << List{"weir", "--duration", "3", "--token-env", "VAR"};
    }

    void whatMayBeSecretIsCovered()
    {
        QFETCH(QList<QByteArray>, arguments);
        QTEST(hidden(arguments), "shown");
    }
};

QTEST_APPLESS_MAIN(ProcessArgumentsTest)
#include "process_arguments_test.moc"
