// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/top_bar.h"

#include "ui/charts/glyph_painter.h"
#include "ui/chip.h"
#include "ui/label.h"
#include "ui/logo.h"
#include "ui/models/dashboard_data.h"
#include "ui/models/endpoint_text.h"
#include "ui/models/format.h"
#include "ui/models/plain_text.h"
#include "ui/segmented.h"
#include "ui/shortcuts_dialog.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

#include <algorithm>
#include <array>
#include <iterator>

using namespace Qt::Literals::StringLiterals;

namespace weir {

namespace {

constexpr std::size_t kTold = 30; ///< of those in trouble, in words
constexpr std::array<Duration, 6> kSpans = {std::chrono::seconds(10), std::chrono::minutes(1),
                                            std::chrono::minutes(5),  std::chrono::hours(1),
                                            std::chrono::hours(6),    std::chrono::hours(24)};
constexpr int kDefaultSpan = 1;

/** A text of a menu with its key, which the window listens to. */
QString withKey(const QString& text, const QString& shortcut)
{
    return text + u'\t' + shortcutKey(shortcut).toString(QKeySequence::NativeText);
}

QString menuText(QString text)
{
    return text.replace(u'&', u"&&"_s);
}

QStringList spanNames()
{
    QStringList names;
    for (const Duration span : kSpans)
        names.append(format::span(span));
    return names;
}

QIcon glyphIcon(Glyph glyph, const QColor& color)
{
    QPixmap pixmap(32, 32);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    drawGlyph(painter, glyph, {8, 8}, color, 5);
    return QIcon(pixmap);
}

std::uint64_t thinningsIn(const DashboardData& dashboard, const TimeWindow& window)
{
    const TimeRing<Marker>& markers = dashboard.markers(); // they reach further back than single flushes
    std::uint64_t thinnings = 0;
    for (std::size_t i = markers.firstAfter(window.begin());
         i < markers.size() && markers[i].time <= window.end; ++i)
        thinnings += markers[i].kind == Marker::Kind::Thinned ? markers[i].count : 0;
    return thinnings;
}

} // namespace

TopBar::TopBar(QWidget* parent)
    : QWidget(parent)
    , m_span(kSpans[kDefaultSpan])
    , m_name(makeLabel(u"Weir"_s, this, {"", "title"}))
    , m_profile(new Chip(u"profileButton"_s, Chip::Look::Raised, this))
    , m_connect(new QPushButton(tr("Connect…"), this))
    , m_receiving(new Chip(u"receivingChip"_s, Chip::Look::Card, this))
    , m_lostChip(new Chip(u"troubleChip"_s, Chip::Look::Card, this))
    , m_silentChip(new Chip(u"silentChip"_s, Chip::Look::Card, this))
    , m_thinnedChip(new Chip(u"thinnedChip"_s, Chip::Look::Card, this))
    , m_attention(new Chip(u"attentionChip"_s, Chip::Look::Card, this))
    , m_spans(new Segmented(u"span"_s, tr("Span"), spanNames(), this))
    , m_spanChip(new Chip(u"spanButton"_s, Chip::Look::Raised, this))
    , m_undoZoom(new Chip(u"undoZoomButton"_s, Chip::Look::Raised, this))
    , m_live(new Chip(u"liveChip"_s, Chip::Look::Card, this))
    , m_pause(new Chip(u"pauseButton"_s, Chip::Look::Raised, this))
    , m_more(new Chip(u"menuButton"_s, Chip::Look::Raised, this))
    , m_spanMenu(new QMenu(this))
    , m_attentionMenu(new QMenu(this))
    , m_menu(new QMenu(this))
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    makeSpans();
    makeMenu();
    m_connect->setObjectName(u"connectButton"_s);
    m_connect->setAccessibleName(tr("Connect to an endpoint"));
    m_connect->setToolTip(shortcutKey(u"connect"_s).toString(QKeySequence::NativeText));
    m_connect->setProperty("kind", u"primary"_s);
    m_undoZoom->setContent(Glyph::None, ColorRole::Text, tr("Undo zoom"), tr("Undo"));
    m_more->setContent(Glyph::None, ColorRole::Text, u"…"_s);
    m_more->setAccessibleName(tr("More"));
    m_live->setPassive(true);
    for (Chip* chip : {m_undoZoom, m_pause, m_more})
        chip->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_pause->setHint(shortcutKey(u"pause"_s).toString(QKeySequence::NativeText));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kLeft, 0, 0, 0);
    row->setSpacing(kSpacing);
    row->addWidget(new Logo(this));
    for (QWidget* widget : std::initializer_list<QWidget*>{
             m_name, m_profile, m_connect, m_receiving, m_lostChip, m_silentChip, m_thinnedChip, m_attention})
        row->addWidget(widget);
    row->addStretch(1);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_spans, m_spanChip, m_undoZoom, m_live, m_pause, m_more})
        row->addWidget(widget);

    auto* profile = new QMenu(this);
    profile->setObjectName(u"profileMenu"_s);
    profile->addAction(withKey(tr("Open profile…"), u"openProfile"_s), this, &TopBar::profileOpenRequested);
    profile->addAction(withKey(tr("Save profile as…"), u"saveProfileAs"_s), this,
                       &TopBar::profileSaveAsRequested);
    m_attentionMenu->setObjectName(u"attentionMenu"_s);
    for (const auto& [chip, menu] : {std::pair(m_profile, profile), std::pair(m_attention, m_attentionMenu),
                                     std::pair(m_spanChip, m_spanMenu), std::pair(m_more, m_menu)}) {
        chip->setArrow(chip != m_more);
        connect(chip, &Chip::clicked, this, [this, opener = chip, opened = menu] { popUp(opener, opened); });
    }
    for (const auto& [chip, states] :
         {std::pair(m_receiving, Scope::States::Receiving), std::pair(m_lostChip, Scope::States::Retrying),
          std::pair(m_silentChip, Scope::States::Silent)}) {
        chip->setCheckable(true);
        connect(chip, &Chip::clicked, this,
                [this, wanted = states](bool isChecked) { press(wanted, isChecked); });
    }
    connect(m_thinnedChip, &Chip::clicked, this, &TopBar::thinnedChosen);
    connect(m_connect, &QPushButton::clicked, this, &TopBar::connectClicked);
    connect(m_pause, &Chip::clicked, this, &TopBar::pauseClicked);
    connect(m_undoZoom, &Chip::clicked, this, &TopBar::undoZoomRequested);
    setProfile({});
    setSpan(m_span);
    setBehind(false, {});
    setTheme(Theme::System);
}

void TopBar::makeSpans()
{
    const QStringList spans = spanNames();
    m_spans->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_spanMenu->setObjectName(u"spanMenu"_s);
    for (int i = 0; i < spans.size(); ++i) {
        m_spanMenu->addAction(spans[i] + u'\t' + QString::number(i + 1), this, [this, i] { chooseSpan(i); })
            ->setCheckable(true);
    }
    connect(m_spans, &Segmented::chosen, this, &TopBar::chooseSpan);
}

void TopBar::makeMenu()
{
    m_menu->setObjectName(u"moreMenu"_s);
    QMenu* theme = m_menu->addMenu(tr("Theme"));
    m_themes = new QActionGroup(theme);
    for (const auto& [value, name] :
         {std::pair(Theme::Dark, tr("Dark")), std::pair(Theme::Light, tr("Light")),
          std::pair(Theme::System, tr("Like the system"))}) {
        QAction* action =
            theme->addAction(name, this, [this, chosen = value] { Q_EMIT themeChosen(chosen); });
        action->setCheckable(true);
        action->setData(static_cast<int>(value));
        m_themes->addAction(action);
    }
    m_menu->addSeparator();
    m_bytes = m_menu->addAction(withKey(tr("Show bytes/s"), u"bytes"_s));
    m_bytes->setObjectName(u"bytesAction"_s);
    m_fold = m_menu->addAction(tr("Fold the measurement row"));
    m_fold->setObjectName(u"foldAction"_s);
    for (QAction* action : {m_bytes, m_fold})
        action->setCheckable(true);
    connect(m_bytes, &QAction::triggered, this, &TopBar::bytesToggled);
    connect(m_fold, &QAction::triggered, this, &TopBar::foldToggled);
    m_menu->addSeparator();
    m_export = m_menu->addAction(tr("Export all…"), this, &TopBar::exportAllRequested);
    m_export->setObjectName(u"exportAllAction"_s);
    m_menu->addAction(withKey(tr("Keyboard shortcuts"), u"shortcuts"_s), this, &TopBar::shortcutsRequested)
        ->setObjectName(u"shortcutsAction"_s);
}

void TopBar::popUp(Chip* chip, QMenu* menu)
{
    if (menu == m_attentionMenu)
        fillAttention();
    const int left = chip == m_more ? chip->width() - menu->sizeHint().width() : 0;
    menu->popup(chip->mapToGlobal(QPoint(left, chip->height() + 4)));
}

void TopBar::setProfile(const QString& name)
{
    m_profile->setContent(Glyph::None, ColorRole::Text,
                          name.isEmpty() ? tr("untitled") : plainText(name, 40));
    m_profile->setAccessibleName(tr("Profile: %1").arg(m_profile->words()));
    fit();
}

void TopBar::setTheme(Theme theme)
{
    for (QAction* action : m_themes->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(theme));
}

void TopBar::setBytes(bool showsBytes)
{
    m_bytes->setChecked(showsBytes);
}

void TopBar::setFolded(bool isFolded)
{
    m_fold->setChecked(isFolded);
}

void TopBar::setSpan(Duration span)
{
    m_span = span;
    const auto found = std::find(kSpans.begin(), kSpans.end(), span);
    const int index = found == kSpans.end() ? -1 : static_cast<int>(found - kSpans.begin());
    m_spans->setCurrent(index);
    const QList<QAction*> actions = m_spanMenu->actions();
    for (int i = 0; i < actions.size(); ++i)
        actions[i]->setChecked(i == index);
    m_spanChip->setContent(Glyph::None, ColorRole::Text, index < 0 ? tr("zoomed") : format::span(span));
    m_spanChip->setAccessibleName(tr("Span: %1").arg(m_spanChip->words()));
    fit();
}

void TopBar::chooseSpan(int index)
{
    if (index < 0 || index >= std::ssize(kSpans) || !m_isBusy)
        return;
    setSpan(kSpans[static_cast<std::size_t>(index)]);
    Q_EMIT spanChosen(m_span);
}

void TopBar::showLast(Duration length)
{
    const auto fits = std::find_if(kSpans.begin(), kSpans.end(),
                                   [length](Duration span) { return 3 * span >= 2 * length; });
    const auto index = std::min<std::ptrdiff_t>(fits - kSpans.begin(), std::ssize(kSpans) - 1);
    setSpan(kSpans[static_cast<std::size_t>(index)]);
    Q_EMIT spanChosen(m_span);
}

void TopBar::setStates(Scope::States states)
{
    m_states = states;
    m_receiving->setChecked(states == Scope::States::Receiving);
    m_lostChip->setChecked(states == Scope::States::Retrying);
    m_silentChip->setChecked(states == Scope::States::Silent);
    fit();
}

void TopBar::press(Scope::States states, bool isChecked)
{
    setStates(isChecked ? states : Scope::States::All);
    Q_EMIT statesChosen(m_states);
}

void TopBar::apply(const DashboardData& dashboard, const std::optional<TimeWindow>& shown)
{
    int receiving = 0;
    for (const EndpointId id : dashboard.order())
        receiving += isReceiving(dashboard.find(id)->status.state) ? 1 : 0;
    const int all = static_cast<int>(dashboard.order().size());
    if (all == 0) {
        m_receiving->setContent(Glyph::None, ColorRole::Secondary, tr("no endpoints yet"));
    } else {
        m_receiving->setContent(
            receiving > 0 ? Glyph::Dot : Glyph::Ring, receiving > 0 ? ColorRole::Ok : ColorRole::Warn,
            tr("%1 of %2 receiving").arg(receiving).arg(all), tr("%1 of %2").arg(receiving).arg(all));
    }
    m_receiving->setPassive(all == 0);
    showTrouble(dashboard,
                thinningsIn(dashboard, shown.value_or(TimeWindow{dashboard.lastSecond(), m_span})));
    fit();
}

void TopBar::showTrouble(const DashboardData& dashboard, std::uint64_t thinnings)
{
    std::vector<const EndpointStatus*> troubled;
    for (const EndpointId id : dashboard.order()) {
        const EndpointStatus& status = dashboard.find(id)->status;
        if (isTrouble(status))
            troubled.push_back(&status);
    }
    std::stable_sort(troubled.begin(), troubled.end(), [](const EndpointStatus* a, const EndpointStatus* b) {
        return troubleRank(*a) < troubleRank(*b);
    });
    m_troubles.clear();
    m_lost = 0;
    for (const EndpointStatus* status : troubled) {
        const bool isSilent = status->state == EndpointState::Silent;
        const bool isTold =
            m_troubles.size() < kTold || (isSilent && m_troubles.size() == std::size_t(m_lost));
        if (!isTold) { // counted; nobody reads thousands of words ten times a second
            m_lost += isSilent ? 0 : 1;
            m_troubles.push_back({status->id, {}, {}, {}});
            continue;
        }
        const StateWords words = stateWords(*status, dashboard.now());
        const QString what = isSilent                 ? tr("open, nothing yet")
                             : words.detail.isEmpty() ? words.word.toLower()
                                                      : words.detail;
        m_lost += isSilent ? 0 : 1;
        m_troubles.push_back(
            {status->id, words.glyph, words.color, tr("%1: %2").arg(plainText(status->name, 24), what)});
    }
    const auto say = [](Chip* chip, const std::vector<Trouble>& troubles, std::size_t from, std::size_t to,
                        const QString& none) {
        if (from == to) {
            chip->setContent(Glyph::Check, ColorRole::Ok, none);
            return;
        }
        const Trouble& worst = troubles[from];
        chip->setContent(worst.glyph, worst.color,
                         to - from == 1 ? worst.words
                                        : tr("%1 +%2 more").arg(worst.words).arg(to - from - 1));
    };
    const auto lost = static_cast<std::size_t>(m_lost);
    say(m_lostChip, m_troubles, 0, lost, tr("none lost"));
    say(m_silentChip, m_troubles, lost, m_troubles.size(), tr("none silent"));
    m_thinned = thinnings == 0 ? QString() : tr("this window thinned %1×").arg(thinnings);
    m_thinnedChip->setContent(Glyph::Triangle, ColorRole::Warn,
                              m_thinned.isEmpty() ? tr("nothing thinned") : m_thinned);
    const std::size_t count = m_troubles.size() + (thinnings > 0 ? 1 : 0);
    m_attention->setContent(m_lost > 0             ? Glyph::Cross
                            : !m_troubles.empty()  ? Glyph::Ring
                            : !m_thinned.isEmpty() ? Glyph::Triangle
                                                   : Glyph::Check,
                            m_lost > 0  ? ColorRole::Bad
                            : count > 0 ? ColorRole::Warn
                                        : ColorRole::Ok,
                            count == 1 ? tr("1 needs attention") : tr("%1 need attention").arg(count),
                            QString::number(count));
}

void TopBar::fillAttention()
{
    m_attentionMenu->clear();
    for (const Trouble& trouble : m_troubles) {
        if (trouble.words.isEmpty())
            continue; // not among those told
        m_attentionMenu->addAction(glyphIcon(trouble.glyph, m_colors.of(trouble.color)),
                                   menuText(trouble.words), this,
                                   [this, id = trouble.id] { Q_EMIT endpointChosen(id); });
    }
    if (const std::size_t all = m_troubles.size(); all > kTold)
        m_attentionMenu->addAction(tr("and more: %1 in the list").arg(all))->setEnabled(false);
    if (!m_thinned.isEmpty()) {
        m_attentionMenu->addAction(glyphIcon(Glyph::Triangle, m_colors.warn), m_thinned, this,
                                   &TopBar::thinnedChosen);
    }
    m_attentionMenu->addSeparator();
    for (const auto& [states, text] : {std::pair(Scope::States::Retrying, tr("List only the lost")),
                                       std::pair(Scope::States::Silent, tr("List only the silent"))}) {
        QAction* action = m_attentionMenu->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_states == states);
        connect(action, &QAction::triggered, this,
                [this, wanted = states](bool isChecked) { press(wanted, isChecked); });
    }
}

void TopBar::setBehind(bool isPaused, Duration behind)
{
    if (isPaused) {
        const QString length = format::longDuration(behind);
        m_live->setContent(Glyph::Square, ColorRole::Warn, tr("View paused, %1 behind").arg(length),
                           tr("%1 behind").arg(length));
        m_live->setToolTip(tr("Still counting."));
    } else {
        m_live->setContent(Glyph::Dot, ColorRole::Ok, tr("Live"));
        m_live->setToolTip({});
    }
    m_pause->setContent(Glyph::None, ColorRole::Text, isPaused ? tr("Live") : tr("Pause"));
    m_pause->setAccessibleName(isPaused ? tr("Go back to live") : tr("Pause the view"));
    fit();
}

void TopBar::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_spans, m_spanChip, m_pause})
        widget->setEnabled(isBusy);
    m_export->setEnabled(isBusy);
    fit();
}

void TopBar::setColors(const Colors& colors)
{
    m_colors = colors;
    for (Chip* chip : findChildren<Chip*>(QString(), Qt::FindDirectChildrenOnly))
        chip->setColors(colors);
    for (QMenu* menu : findChildren<QMenu*>())
        menu->setPalette(paletteOf(colors)); // a window of its own does not inherit it
}

} // namespace weir
