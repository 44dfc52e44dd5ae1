// SPDX-License-Identifier: Apache-2.0
#include "core/base/result.h"

#include <QTest>

#include <memory>

using weir::Error;
using weir::Result;

class ResultTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aValueIsOk()
    {
        const Result<int> result = 42;
        QVERIFY(result.ok());
        QVERIFY(static_cast<bool>(result));
        QCOMPARE(result.value(), 42);
    }

    void anErrorIsNot()
    {
        const Result<int> result = Error{"port 80 is in use"};
        QVERIFY(!result.ok());
        QVERIFY(!result);
        QCOMPARE(result.error().message, std::string("port 80 is in use"));
    }

    void aValueThatOnlyMovesCanBeTaken()
    {
        Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
        const std::unique_ptr<int> taken = std::move(result).value();
        QCOMPARE(*taken, 7);
    }

    void aValueCanBeChangedInPlace()
    {
        Result<std::string> result = std::string("a");
        result.value() += "b";
        QCOMPARE(result.value(), std::string("ab"));
    }

    void anErrorTypeOfOnesOwnIsKeptApart()
    {
        struct Problem
        {
            std::string text;
        };
        const Result<std::string, Problem> good = std::string("text");
        const Result<std::string, Problem> bad = Problem{"text"};
        QVERIFY(good.ok());
        QVERIFY(!bad.ok());
        QCOMPARE(bad.error().text, good.value());
    }
};

QTEST_GUILESS_MAIN(ResultTest)
#include "result_test.moc"
