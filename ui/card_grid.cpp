// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/card_grid.h"

#include "ui/card_table_view.h"
#include "ui/charts/chart_card.h"
#include "ui/models/looked_text.h"
#include "ui/models/plain_text.h"
#include "ui/scope_row.h"

#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QKeyEvent>
#include <QStackedWidget>
#include <QStyleOptionComboBox>
#include <QStylePainter>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr int kGap = 10;
constexpr int kColumns = 3;

/** One whose text ends in an ellipsis where it has no room. */
class Picker : public QComboBox
{
protected:
    /** Its letters look for an entry, whatever they do elsewhere in the window. */
    bool event(QEvent* event) override
    {
        if (event->type() == QEvent::ShortcutOverride) {
            const auto* key = static_cast<QKeyEvent*>(event);
            if (key->modifiers() == Qt::NoModifier && !key->text().isEmpty() && key->text().at(0).isPrint() &&
                key->key() != Qt::Key_Space)
                event->accept();
        }
        return QComboBox::event(event);
    }

    void paintEvent(QPaintEvent*) override
    {
        QStylePainter painter(this);
        QStyleOptionComboBox option;
        initStyleOption(&option);
        const int room =
            style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this).width();
        option.currentText = fontMetrics().elidedText(option.currentText, Qt::ElideRight, room - 4);
        painter.drawComplexControl(QStyle::CC_ComboBox, option);
        painter.drawControl(QStyle::CE_ComboBoxLabel, option);
    }
};

QComboBox* makePicker(const QString& objectName, const QString& accessibleName)
{
    auto* picker = new Picker;
    picker->setObjectName(objectName);
    picker->setAccessibleName(accessibleName);
    picker->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    return picker;
}

} // namespace

CardGrid::CardGrid(QWidget* parent) : QWidget(parent)
{
    m_click.setParent(this); // to be found by its name
    m_click.setObjectName(u"chartClick"_s);
    m_click.setSingleShot(true);
    connect(&m_click, &QTimer::timeout, this, [this] { Q_EMIT momentChosen(m_clicked); });
}

void CardGrid::build()
{
    m_places = {makePlace(u"throughputCard"_s), makePlace(u"totalsCard"_s), makePlace(u"latencyCard"_s),
                makePlace(u"sampleRateCard"_s), makePlace(u"bufferCard"_s), makePlace(u"errorCard"_s)};
    m_stream = new ScopeRow(ScopeRow::Shape::Stream, this);
    m_measurement = new ScopeRow(ScopeRow::Shape::Measurement, this);
    m_subjectPicker = makePicker(u"subjectPicker"_s, tr("Subject of the totals"));
    m_quantityPicker = makePicker(u"quantityPicker"_s, tr("Unit of the throughput"));
    m_latencyPicker = makePicker(u"latencyPicker"_s, tr("Kind of latency"));
    layOut();
    makePickers();
    for (int card = 0; card < kCards; ++card)
        wire(static_cast<Card>(card));
    connect(m_stream, &ScopeRow::scopeClicked, this, &CardGrid::openScopes);
    connect(m_measurement, &ScopeRow::foldClicked, this, [this] {
        setFolded(!m_isFolded);
        Q_EMIT layoutChanged();
    });
    setColors(m_colors);
    for (const Place& place : m_places)
        place.pages->show(); // what comes late is shown late otherwise
    setNarrow(m_isNarrow);
    setFolded(m_isFolded);
    setShowsBytes(m_context.showsBytes);
    setShowsAge(m_context.showsAge);
    orderTabs();
}

/** What is made late would come last; its place is where this widget is, row by row. */
void CardGrid::orderTabs()
{
    QWidget* last = previousInFocusChain();
    while (last != this && !(last->focusPolicy() & Qt::TabFocus)) // no place for who cannot have the focus
        last = last->previousInFocusChain();
    for (int card = 0; card < kCards; ++card) {
        QWidget* const row = card == Throughput ? m_stream : card == SampleRate ? m_measurement : nullptr;
        QWidget* const chart = m_places[static_cast<std::size_t>(card)].chart;
        QList<QWidget*> next{chart};
        next += chart->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly);
        if (row)
            next = row->findChildren<QWidget*>() + next;
        for (QWidget* widget : next) {
            if (!(widget->focusPolicy() & Qt::TabFocus))
                continue;
            setTabOrder(last, widget);
            last = widget;
        }
    }
}

CardGrid::Place CardGrid::makePlace(const QString& objectName)
{
    Place place;
    place.pages = new QStackedWidget(this);
    place.chart = new ChartCard(objectName, place.pages);
    place.chart->setMinimumSize(205, 30);
    place.pages->addWidget(place.chart);
    return place;
}

void CardGrid::layOut()
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(kGap);
    grid->setVerticalSpacing(kGap - 4);
    grid->addWidget(m_stream, 0, 0, 1, kColumns);
    grid->addWidget(m_measurement, 2, 0, 1, kColumns);
    for (int card = 0; card < kCards; ++card) {
        QStackedWidget* pages = m_places[static_cast<std::size_t>(card)].pages;
        grid->addWidget(pages, card < kColumns ? 1 : 3, card % kColumns);
        grid->setColumnStretch(card % kColumns, 1);
    }
    grid->setRowStretch(1, 1);
    grid->setRowStretch(3, 1);
}

void CardGrid::makePickers()
{
    m_subjectPicker->setPlaceholderText(tr("proof: nothing yet"));
    m_places[Totals].chart->setPicker(m_subjectPicker);
    m_quantityPicker->addItems({tr("messages/s"), tr("bytes/s")});
    m_places[Throughput].chart->setPicker(m_quantityPicker);
    connect(m_quantityPicker, &QComboBox::activated, this, [this](int index) {
        setShowsBytes(index == 1);
        Q_EMIT layoutChanged();
        Q_EMIT changed();
    });
    connect(m_subjectPicker, &QComboBox::activated, this, [this](int index) {
        if (index < 0 || index >= static_cast<int>(m_subjects.size()))
            return;
        if (const std::optional<Subject> subject = m_subjects[static_cast<std::size_t>(index)])
            Q_EMIT subjectPicked(*subject);
    });
    m_latencyPicker->addItems({tr("round trip"), tr("message age")});
    m_places[Latency].chart->setPicker(m_latencyPicker);
    connect(m_latencyPicker, &QComboBox::activated, this, [this](int index) {
        setShowsAge(index == 1);
        Q_EMIT layoutChanged();
        Q_EMIT changed();
    });
}

void CardGrid::wire(Card card)
{
    ChartCard* chart = m_places[card].chart;
    chart->installEventFilter(this);
    connect(chart, &ChartCard::crosshairMoved, this, [this](std::optional<double> x) {
        for (const Place& place : m_places)
            place.chart->setCrosshair(x);
    });
    const auto moved = [this] {
        m_throughputScale.reset();
        m_totalsScale.reset();
        Q_EMIT changed();
    };
    connect(chart, &ChartCard::zoomRequested, this, [this, moved](double from, double to) {
        m_time.zoom(timeAt(from), timeAt(to), m_lastSecond);
        moved();
    });
    connect(chart, &ChartCard::wheelZoomed, this, [this, moved](double at, double factor) {
        m_time.zoomAt(timeAt(at), factor, m_lastSecond);
        moved();
    });
    connect(chart, &ChartCard::panRequested, this, [this, moved](double seconds) {
        m_time.pan(std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds)),
                   m_lastSecond);
        moved();
    });
    connect(chart, &ChartCard::clicked, this, [this](double x) {
        m_clicked = timeAt(x);
        m_click.start(QApplication::doubleClickInterval());
    });
    connect(chart, &ChartCard::momentChosen, this, [this](double x) { Q_EMIT momentChosen(timeAt(x)); });
    connect(chart, &ChartCard::liveRequested, this, [this] {
        m_click.stop();
        goLive();
        Q_EMIT changed();
    });
    connect(chart, &ChartCard::undoRequested, this, [this] {
        undoZoom();
        Q_EMIT changed();
    });
    connect(chart, &ChartCard::legendActivated, this,
            [this, card](int entry, Qt::KeyboardModifiers modifiers) {
                const std::vector<LegendEntry>& legend = m_places[card].view.legend;
                if (entry < 0 || entry >= static_cast<int>(legend.size()))
                    return;
                if (const EndpointId id = legend[static_cast<std::size_t>(entry)].endpoint; !id.isNull())
                    Q_EMIT endpointActivated(id, modifiers.testFlag(Qt::ControlModifier));
            });
    connect(chart, &ChartCard::menuRequested, this, [this, card](const QPoint& at) { openMenu(card, at); });
}

TimePoint CardGrid::timeAt(double x) const
{
    return m_context.window.end + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(x));
}

bool CardGrid::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Enter) {
        for (int card = 0; card < kCards; ++card) {
            if (m_places[static_cast<std::size_t>(card)].chart == watched)
                m_pointed = static_cast<Card>(card);
        }
    }
    return QWidget::eventFilter(watched, event);
}

void CardGrid::setSpan(Duration span)
{
    m_time.setSpan(span);
    m_throughputScale.reset();
    m_totalsScale.reset();
}

void CardGrid::pause(TimePoint lastSecond)
{
    m_time.pause(lastSecond);
}

void CardGrid::goLive()
{
    m_time.goLive();
    m_throughputScale.reset();
    m_totalsScale.reset();
}

void CardGrid::undoZoom()
{
    if (!m_time.undo())
        return;
    m_throughputScale.reset();
    m_totalsScale.reset();
}

void CardGrid::setScope(const Scope& scope)
{
    if (m_context.scope == scope)
        return;
    m_context.scope = scope;
    m_throughputScale.reset();
}

void CardGrid::setEmphasis(EndpointId id)
{
    m_context.focus = id;
    // The focused one is what every card should be about.
    if (!id.isNull() && (!m_chosenSubject || m_chosenSubject->endpoint != id))
        setSubject({id});
}

void CardGrid::setSubject(const Subject& subject)
{
    m_chosenSubject = subject;
    m_totalsScale.reset();
}

void CardGrid::setShowsAge(bool showsAge)
{
    m_context.showsAge = showsAge;
    if (isBuilt())
        m_latencyPicker->setCurrentIndex(showsAge ? 1 : 0);
}

void CardGrid::setSolo(EndpointId id)
{
    m_context.solo = id;
    m_throughputScale.reset();
}

void CardGrid::setShowsBytes(bool showsBytes)
{
    m_context.showsBytes = showsBytes;
    if (!isBuilt())
        return;
    m_quantityPicker->setCurrentIndex(showsBytes ? 1 : 0);
    m_throughputScale.reset();
}

void CardGrid::setErrorTarget(double share)
{
    m_context.errorTarget = share;
}

void CardGrid::setFolded(bool isFolded)
{
    m_isFolded = isFolded;
    if (!isBuilt())
        return;
    m_measurement->setFolded(isFolded);
    auto* grid = static_cast<QGridLayout*>(layout());
    grid->setRowStretch(3, isFolded ? 0 : 1);
    for (const Card card : {SampleRate, Buffer, SamplingError}) {
        if (m_places[card].pages->currentIndex() != 0) {
            m_places[card].pages->setCurrentIndex(0);
            m_places[card].chart->setView(m_places[card].view);
        }
        m_places[card].chart->setFolded(isFolded);
        m_places[card].pages->setMaximumHeight(isFolded ? m_places[card].chart->sizeHint().height()
                                                        : QWIDGETSIZE_MAX);
    }
    setNarrow(m_isNarrow); // the row to unfold with
}

void CardGrid::setNarrow(bool isNarrow)
{
    m_isNarrow = isNarrow;
    if (!isBuilt())
        return;
    m_stream->setVisible(!isNarrow);
    m_measurement->setVisible(!isNarrow || m_isFolded);
}

void CardGrid::setColors(const Colors& colors)
{
    m_colors = colors;
    if (!isBuilt())
        return;
    for (const Place& place : m_places)
        place.chart->setColors(colors);
    m_stream->setColors(colors);
    m_measurement->setColors(colors);
}

std::vector<CardView> CardGrid::views() const
{
    std::vector<CardView> views;
    for (const Place& place : m_places)
        views.push_back(place.view);
    return views;
}

void CardGrid::refresh(const DashboardData& dashboard)
{
    m_lastSecond = dashboard.lastSecond();
    m_lastWall = dashboard.wallAt(m_lastSecond);
    if (dashboard.order().empty() && !isBuilt())
        return;
    if (!isBuilt())
        build();
    m_context.window = m_time.window(m_lastSecond);
    m_context.isLive = m_time.isLive();
    if (!m_context.focus.isNull() && !dashboard.find(m_context.focus))
        m_context.focus = {};
    if (!m_context.solo.isNull() && !dashboard.find(m_context.solo))
        m_context.solo = {};
    refreshSubjects(dashboard);
    m_context.subject = m_subject.endpoint;
    refreshScopes(dashboard);
    showCard(Throughput, throughputCard(dashboard, m_context, m_throughputScale));
    showCard(Totals, totalsCard(dashboard, m_context, m_totalsScale, m_subject));
    showCard(Latency, latencyCard(dashboard, m_context));
    showCard(SampleRate, sampleRateCard(dashboard, m_context));
    showCard(Buffer, bufferCard(dashboard, m_context));
    showCard(SamplingError, errorCard(dashboard, m_context, m_subject));
}

void CardGrid::showCard(Card card, CardView view)
{
    Place& place = m_places[card];
    place.view = std::move(view);
    if (place.table && place.pages->currentWidget() == place.table)
        place.table->setTable(tableOf(place.view));
    else
        place.chart->setView(place.view);
}

void CardGrid::refreshSubjects(const DashboardData& dashboard)
{
    if (m_chosenSubject && !dashboard.historyOf(*m_chosenSubject))
        m_chosenSubject.reset();
    if (m_chosenSubject) {
        m_subject = *m_chosenSubject;
    } else if (!dashboard.historyOf(m_subject)) {
        // The busiest is chosen once; a picture that changes its subject by itself cannot be read.
        const EndpointHistory* busiest = dashboard.find(dashboard.busiest());
        m_subject = busiest && busiest->status.messages > 0 ? Subject{busiest->status.id} : Subject{};
    }
    listSubjects(dashboard);
    const auto shown = std::find(m_subjects.begin(), m_subjects.end(), std::optional(m_subject));
    m_subjectPicker->setCurrentIndex(
        shown == m_subjects.end() ? -1 : static_cast<int>(shown - m_subjects.begin()));
    m_subjectPicker->setToolTip(u"<p>%1</p>"_s.arg(m_subjectPicker->currentText().toHtmlEscaped()));
    m_subjectPicker->setVisible(!m_subjects.empty());
}

/** What is followed, proofs, bytes, sums, a rule between them. */
void CardGrid::listSubjects(const DashboardData& dashboard)
{
    std::array<std::vector<Subject>, 4> parts;
    for (const EndpointId id : dashboard.order()) {
        const LookedEndpoint* looked = dashboard.looked().newest(id);
        parts[1].push_back({id});
        parts[2].push_back({id, {}, Measure::Bytes});
        if (looked && !looked->settings.value.empty())
            parts[3].push_back({id, {}, Measure::Sum});
    }
    for (const Subject& followed : dashboard.looked().followed()) {
        if (!followed.key)
            continue;
        const LookedEndpoint* looked = dashboard.looked().newest(followed.endpoint);
        parts[0].push_back(followed);
        parts[0].push_back({followed.endpoint, followed.key, Measure::Bytes});
        if (looked && !looked->settings.value.empty())
            parts[0].push_back({followed.endpoint, followed.key, Measure::Sum});
    }
    std::vector<std::optional<Subject>> subjects;
    QStringList texts;
    for (const std::vector<Subject>& part : parts) {
        if (!part.empty() && !subjects.empty()) {
            subjects.emplace_back();
            texts.append(QString());
        }
        for (const Subject& subject : part) {
            subjects.emplace_back(subject);
            texts.append(looked::choice(dashboard, subject));
        }
    }
    if (subjects == m_subjects && texts == m_subjectTexts)
        return;
    m_subjects = std::move(subjects);
    m_subjectTexts = std::move(texts);
    m_subjectPicker->clear();
    for (const QString& text : m_subjectTexts) {
        if (text.isEmpty())
            m_subjectPicker->insertSeparator(m_subjectPicker->count());
        else
            m_subjectPicker->addItem(text);
    }
}

void CardGrid::refreshScopes(const DashboardData& dashboard)
{
    int shown = 0;
    QStringList groups;
    for (const EndpointId id : dashboard.order()) {
        const EndpointHistory& endpoint = *dashboard.find(id);
        shown += cards::isShown(endpoint, m_context) ? 1 : 0;
        if (!endpoint.group.isEmpty() && !groups.contains(endpoint.group))
            groups.append(endpoint.group);
    }
    groups.sort(Qt::CaseInsensitive);
    m_groups = groups;
    const EndpointHistory* solo = dashboard.find(m_context.solo);
    if (solo)
        m_stream->setScope(tr("only %1").arg(plainText(solo->status.name, 40)));
    else if (m_context.scope.isAll())
        m_stream->setScope(shown == 1 ? tr("1 endpoint") : tr("all %1 endpoints").arg(shown));
    else
        m_stream->setScope(
            tr("%1, %2 of %3").arg(m_context.scope.words()).arg(shown).arg(dashboard.order().size()));
}

} // namespace weir
