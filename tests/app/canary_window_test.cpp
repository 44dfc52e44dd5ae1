// SPDX-License-Identifier: GPL-3.0-or-later
// A secret of endpoints, working and failing, is in no text of the window and in no table that leaves it.
#include "app/dashboard/dashboard.h"
#include "core/feed/feed_server.h"
#include "core/net/qt_timer.h"
#include "ui/charts/chart_card.h"
#include "ui/models/card_table.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QMetaProperty>
#include <QtTest/QtTest>

using namespace weir;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString kSecret = u"CANARY-3f9c"_s;

EndpointEntry entryFor(const QString& address)
{
    EndpointSource source;
    QUrl url(address);
    url.setUserName(u"user"_s);
    url.setPassword(kSecret);
    url.setQuery(u"token="_s + kSecret);
    source.url = url.toString(QUrl::FullyEncoded);
    source.headers = {u"X-Api-Key: "_s + kSecret, u"X-Other: ${WEIR_TOKEN}"_s};
    source.firstMessages = {u"{\"auth\":\"${WEIR_TOKEN}\"}"_s};
    const Environment environment({{"WEIR_TOKEN", kSecret.toStdString()}});
    const auto settings = SourceReader(environment, QDir()).read(source);
    if (!settings)
        qFatal("the address is good");
    source.name = settings.value().name;
    return {settings.value(), withoutSecrets(source), source};
}

/** Every text that an object has as a property: what is shown, told to screen readers, or said in a tooltip.
 */
QStringList textsOf(const QObject& object)
{
    QStringList texts;
    for (int i = 0; i < object.metaObject()->propertyCount(); ++i) {
        const QMetaProperty property = object.metaObject()->property(i);
        const QVariant value = property.read(&object);
        if (value.typeId() == QMetaType::QString || value.typeId() == QMetaType::QStringList)
            texts += value.toStringList();
    }
    return texts;
}

QStringList textsOf(const QAbstractItemModel& model, const QModelIndex& parent = {})
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        for (int column = 0; column < model.columnCount(parent); ++column) {
            const QModelIndex index = model.index(row, column, parent);
            for (int role = 0; role < Qt::UserRole + 64; ++role)
                texts += index.data(role).toString();
            if (column == 0)
                texts += textsOf(model, index);
        }
    }
    return texts;
}

QStringList textsOfAll(const MainWindow& window)
{
    QStringList texts = textsOf(window);
    for (const QObject* child : window.findChildren<QObject*>())
        texts += textsOf(*child);
    for (const auto* view : window.findChildren<QAbstractItemView*>()) {
        if (view->model())
            texts += textsOf(*view->model());
    }
    for (const auto* card : window.findChildren<ChartCard*>())
        texts += QString::fromUtf8(csvOf(tableOf(card->view()), {true, u"0"_s}));
    return texts;
}

} // namespace

class CanaryWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noTextOfTheWindowHoldsASecret()
    {
        SystemClock clock;
        QtTimerFactory timers;
        FeedServer feed{FeedOptions{}, clock, timers};
        const Result<QUrl> address = feed.listen();
        QVERIFY(address);
        SessionOptions options;
        options.metrics = programMetricsDefaults();
        options.metrics.flushInterval = 200ms;
        options.endpoints = {entryFor(address.value().toString()), entryFor(u"ws://127.0.0.1:1/nobody"_s)};
        Dashboard dashboard(std::move(options), WindowOptions{});
        dashboard.start({});
        MainWindow* window = nullptr;
        for (QWidget* widget : QApplication::topLevelWidgets())
            window = window ? window : qobject_cast<MainWindow*>(widget);
        QVERIFY(window);
        const DashboardData& data = window->data();
        const auto isSettled = [&data] {
            int settled = 0;
            for (const EndpointId id : data.order()) {
                const EndpointStatus& status = data.find(id)->status;
                settled += status.messages > 0 || !status.error.isEmpty() ? 1 : 0;
            }
            return settled == 2 && data.snapshot();
        };
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(), 60'000); // real sockets
        QStringList texts;
        const auto saysWhy = [&] {
            texts = textsOfAll(*window);
            return !texts.filter(u"Nothing listens on this port"_s).isEmpty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(saysWhy(), 60'000); // lists take it up a moment later
        QVERIFY2(texts.filter(u"127.0.0.1"_s).size() > 3, "the endpoints are told of");
        for (const QString& text : texts)
            QVERIFY2(!text.contains(kSecret), qPrintable(QString(text).replace(kSecret, u"(secret)"_s)));
        dashboard.stop();
    }
};

QTEST_MAIN(CanaryWindowTest)
#include "canary_window_test.moc"
