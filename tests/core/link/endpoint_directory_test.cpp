// SPDX-License-Identifier: Apache-2.0
#include "core/link/endpoint_directory.h"

#include <QtTest/QtTest>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

class EndpointDirectoryTest : public QObject
{
    Q_OBJECT

    EndpointDirectory directory;

    EndpointDirectory::Entry add(const QString& name)
    {
        EndpointSettings settings;
        settings.name = name;
        return directory.add(settings, TimePoint());
    }

private Q_SLOTS:
    void endpointsOfOneNameAreNumbered()
    {
        QCOMPARE(add(u"feed"_s).name, u"feed"_s);
        for (int number = 2; number <= 2000; ++number)
            QCOMPARE(add(u"feed"_s).name, u"feed %1"_s.arg(number));
        QCOMPARE(directory.statuses().size(), std::size_t(2000));
    }

    void aNameThatBecameFreeIsGivenAgain()
    {
        add(u"a"_s);
        const EndpointId second = add(u"a"_s).id;
        const EndpointId third = add(u"a"_s).id;
        add(u"a"_s);
        QCOMPARE(directory.remove(third), u"a 3"_s);
        QCOMPARE(add(u"a"_s).name, u"a 3"_s);
        QCOMPARE(directory.remove(second), u"a 2"_s);
        QCOMPARE(add(u"a"_s).name, u"a 2"_s);
        QCOMPARE(add(u"a"_s).name, u"a 5"_s);
    }

    void aNameWithANumberOfItsOwnIsNotGivenTwice()
    {
        const EndpointId plain = add(u"b 2"_s).id;
        add(u"b"_s);
        QCOMPARE(add(u"b"_s).name, u"b 3"_s);
        QCOMPARE(add(u"b 2"_s).name, u"b 2 2"_s);
        directory.remove(plain);
        QCOMPARE(add(u"b"_s).name, u"b 2"_s);
        QCOMPARE(add(u"b"_s).name, u"b 4"_s);
    }

    void aNewNameIsToldAtOnceAndNoOlderStatusTakesItBack()
    {
        const EndpointId id = add(u"before"_s).id;
        const EndpointStatus older = directory.statuses().back();
        EndpointSettings settings;
        settings.name = u"after"_s;
        QCOMPARE(directory.rename(id, settings), u"after"_s);
        QCOMPARE(directory.statuses().back().name, u"after"_s);
        directory.update(older);
        QCOMPARE(directory.statuses().back().name, u"after"_s);
    }
};

QTEST_GUILESS_MAIN(EndpointDirectoryTest)
#include "endpoint_directory_test.moc"
