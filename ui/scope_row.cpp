// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scope_row.h"

#include "ui/charts/card_painter.h"
#include "ui/label.h"
#include "ui/menu_link.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace weir {

/** "[exact] counted on every message  [≈ estimate] from the messages looked into". */
class ScopeRow::Tags : public QWidget
{
public:
    explicit Tags(QWidget* parent) : QWidget(parent)
    {
        setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        setFixedHeight(20);
        setAccessibleName(
            ScopeRow::tr("exact: counted on every message; estimate: from the messages looked into"));
    }

    void setColors(const Colors& colors)
    {
        m_colors = colors;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QFont small = font();
        small.setPixelSize(12);
        const QFontMetricsF metrics(small);
        const QString exact = ScopeRow::tr("counted on every message");
        const QString estimate = ScopeRow::tr("from the messages looked into");
        const double exactTag = tagWidth(CardTag::Exact);
        const double estimateTag = tagWidth(CardTag::Estimate);
        const double all = exactTag + estimateTag + metrics.horizontalAdvance(exact) +
                           metrics.horizontalAdvance(estimate) + 2 * kAfterTag + kBetween;
        if (all > width())
            return; // the tags on the cards explain themselves by their tooltips
        double x = width() - all;
        const auto say = [&](CardTag tag, double tagWidth, const QString& words) {
            drawTag(painter, m_colors, font(), tag, {x, 1});
            x += tagWidth + kAfterTag;
            painter.setFont(small);
            painter.setPen(m_colors.secondary);
            const double wide = metrics.horizontalAdvance(words);
            painter.drawText(QRectF(x, 0, wide + 1, height()), Qt::AlignLeft | Qt::AlignVCenter, words);
            x += wide + kBetween;
        };
        say(CardTag::Exact, exactTag, exact);
        say(CardTag::Estimate, estimateTag, estimate);
    }

private:
    double tagWidth(CardTag tag) const
    {
        CardView view;
        view.tag = tag;
        return CardPainter::tagWidth(view, font());
    }

    static constexpr double kAfterTag = 7;
    static constexpr double kBetween = 16;
    Colors m_colors;
};

ScopeRow::ScopeRow(Shape shape, QWidget* parent)
    : QWidget(parent)
    , m_title(
          makeLabel(shape == Shape::Stream ? tr("The stream") : tr("The measurement"), this, {"", "title"}))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(2, 0, 2, 0);
    row->setSpacing(8);
    row->addWidget(m_title);
    if (shape == Shape::Stream) {
        m_scope = new MenuLink(u"streamScope"_s, this);
        row->addWidget(m_scope);
        setObjectName(u"streamScopeRow"_s);
        m_scope->setToolTip(tr("Which endpoints the list and these cards show"));
        m_tags = new Tags(this);
        row->addWidget(m_tags, 1);
        connect(m_scope, &MenuLink::clicked, this,
                [this] { Q_EMIT scopeClicked(m_scope->mapToGlobal(QPoint(0, m_scope->height()))); });
        return;
    }
    setObjectName(u"measurementScopeRow"_s);
    // One engine there is; choosing among several has its place here.
    row->addWidget(makeLabel(tr("engine: this window"), this, {"secondary", "small"}));
    row->addStretch(1);
    auto* words =
        makeLabel(tr("how much is looked into, what holds it back, how sure that makes the estimates"), this,
                  {"secondary", "small"});
    words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    words->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    words->installEventFilter(this);
    m_meaning = words;
    m_meaningText = words->text();
    row->addWidget(words, 100);
    m_fold = new QPushButton(this);
    m_fold->setObjectName(u"foldMeasurement"_s);
    m_fold->setProperty("kind", u"link"_s);
    row->addWidget(m_fold);
    connect(m_fold, &QPushButton::clicked, this, &ScopeRow::foldClicked);
    setFolded(false);
}

bool ScopeRow::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_meaning && event->type() == QEvent::Resize) { // whole or not at all
        const bool fits = m_meaning->fontMetrics().horizontalAdvance(m_meaningText) <= m_meaning->width();
        setLabelText(m_meaning, fits ? m_meaningText : QString());
    }
    return QWidget::eventFilter(watched, event);
}

void ScopeRow::setScope(const QString& text)
{
    if (m_scope->text() == text)
        return;
    m_scope->setText(text);
    m_scope->setAccessibleName(tr("Scope: %1").arg(text));
}

void ScopeRow::setFolded(bool isFolded)
{
    m_fold->setText(isFolded ? tr("Unfold") : tr("Fold"));
    m_fold->setAccessibleName(isFolded ? tr("Show the measurement") : tr("Fold the measurement to one line"));
}

void ScopeRow::setColors(const Colors& colors)
{
    if (m_tags)
        m_tags->setColors(colors);
}

} // namespace weir
