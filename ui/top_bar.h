// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/link/endpoint_status.h"
#include "ui/models/colors.h"
#include "ui/models/line_pieces.h"
#include "ui/models/scope.h"
#include "ui/theme.h"

#include <optional>
#include <vector>

class QAction;
class QActionGroup;
class QLabel;
class QMenu;
class QPushButton;

namespace weir {

class Chip;
class DashboardData;
class Segmented;

/**
 * Logo, profile, Connect…, chips that say how the endpoints are and filter them, spans, Live and Pause, and
 * the menu of the rest. Where there is no room for all, parts fold in an order of their own (fit()); nothing
 * is cut and nothing is out of reach. What set…() functions show they do not signal. GUI thread.
 */
class TopBar : public QWidget
{
    Q_OBJECT

public:
    explicit TopBar(QWidget* parent);

    /** Thinnings are those of `shown`; while that is not told, of the span chosen, up to now. */
    void apply(const DashboardData& dashboard, const std::optional<TimeWindow>& shown = {});
    /** How far the view is behind; zero or less when it is live. */
    void setBehind(bool isPaused, Duration behind);
    void setZoomed(bool isZoomed);
    /** Spans and Pause mean something only when there is something to see. */
    void setBusy(bool isBusy);
    void setColors(const Colors& colors);
    /** A name from outside; "" for a profile that was never saved. */
    void setProfile(const QString& name);
    void setTheme(Theme theme);
    void setBytes(bool showsBytes);
    void setFolded(bool isFolded);
    void setStates(Scope::States states);
    /** Trouble in one chip with a menu. */
    void setNarrow(bool isNarrow);
    /** Checks the span of this length, or none. */
    void setSpan(Duration span);
    /** As if the user had pressed it: 0 … 5; anything else does nothing. */
    void chooseSpan(int index);
    /** Chooses the shortest span that shows at least two thirds of `length`, or the longest there is. */
    void showLast(Duration length);
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void connectClicked();
    void pauseClicked();
    void spanChosen(weir::Duration span);
    void undoZoomRequested();
    void profileOpenRequested();
    void profileSaveAsRequested();
    void statesChosen(weir::Scope::States states);
    void thinnedChosen();
    void endpointChosen(weir::EndpointId id);
    void themeChosen(weir::Theme theme);
    void exportAllRequested();
    void bytesToggled(bool showsBytes);
    void foldToggled(bool isFolded);
    void shortcutsRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    static constexpr int kLeft = 2;
    static constexpr int kSpacing = 8;
    struct Trouble
    {
        EndpointId id;
        Glyph glyph = Glyph::None;
        ColorRole color = ColorRole::Bad;
        QString words;
    };

    void makeMenu();
    void makeSpans();
    void showTrouble(const DashboardData& dashboard, std::uint64_t thinnings);
    void fillAttention();
    void press(Scope::States states, bool isChecked);
    void popUp(Chip* chip, QMenu* menu);
    void fit();
    int neededWidth(int level) const;
    bool isFolded(int level) const;
    /** A filter that is on keeps its chip, or it could not be taken off again. */
    bool hasLost() const;
    bool hasSilent() const;
    bool hasAttention() const;

    std::vector<Trouble> m_troubles; ///< worst first
    int m_lost = 0;                  ///< of them not silent
    QString m_thinned;               ///< in words; "" when nothing was
    Scope::States m_states = Scope::States::All;
    Duration m_span;
    bool m_isNarrow = false;
    bool m_isBusy = true;
    bool m_isZoomed = false;
    Colors m_colors;

    QLabel* m_name;
    Chip* m_profile;
    QPushButton* m_connect;
    Chip* m_receiving;
    Chip* m_lostChip;
    Chip* m_silentChip;
    Chip* m_thinnedChip;
    Chip* m_attention;
    Segmented* m_spans;
    Chip* m_spanChip; ///< in the place of the spans where they have no room
    Chip* m_undoZoom;
    Chip* m_live;
    Chip* m_pause;
    Chip* m_more;
    QMenu* m_spanMenu;
    QMenu* m_attentionMenu;
    QMenu* m_menu;
    QActionGroup* m_themes = nullptr;
    QAction* m_export = nullptr;
    QAction* m_bytes = nullptr;
    QAction* m_fold = nullptr;
};

} // namespace weir
