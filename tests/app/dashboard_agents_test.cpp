// SPDX-License-Identifier: GPL-3.0-or-later
// The program's window beside a real agent.
#include "app/dashboard/dashboard.h"
#include "tests/core/agent/agent_rig.h"

#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QApplication>
#include <QtTest/QtTest>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

namespace {

QAbstractItemModel* events()
{
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        if (const auto* list = widget->findChild<QAbstractItemView*>(u"eventList"_s))
            return list->model();
    }
    return nullptr;
}

bool isTold(const QString& words)
{
    for (int row = 0; row < events()->rowCount(); ++row) {
        if (events()->index(row, 0).data(Qt::DisplayRole).toString().contains(words) ||
            events()->index(row, 0).data(Qt::AccessibleTextRole).toString().contains(words))
            return true;
    }
    return false;
}

} // namespace

class DashboardAgentsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theEventListTellsWhoSetAnAgentsSampling()
    {
        test::AgentRig rig;
        SessionOptions options;
        options.metrics = programMetricsDefaults();
        EndpointSettings settings = endpointFromUrl(rig.url.toString()).value();
        settings.name = u"payments"_s;
        settings.subprotocols = QStringList{u"weir.v1"_s};
        EndpointEntry entry;
        entry.settings = settings;
        options.endpoints.push_back(entry);
        weir::Dashboard dashboard(options, WindowOptions{});
        dashboard.start({});
        QVERIFY(events());
        const QAbstractItemModelTester tester(events(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY(isTold(u"payments: Speaks weir.v1"_s));

        test::Dashboard other(rig.url, test::kGoodToken);
        QVERIFY(other.next<Hello>());
        other.say(test::rateOf(u"x"_s, 0.05));
        QTRY_VERIFY(isTold(u"payments: Someone else set sample_rate 0.1 -> 0.05"_s));
    }
};

QTEST_MAIN(DashboardAgentsTest)
#include "dashboard_agents_test.moc"
