// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/link/endpoint_source.h"
#include "ui/add_many_form.h"
#include "ui/models/colors.h"
#include "ui/models/endpoint_list_model.h"
#include "ui/models/endpoint_story.h"

#include <functional>
#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;

namespace weir {

class ConnectForm;
class DashboardData;
class EndpointDelegate;
class EndpointDetails;
class EndpointGuide;
class EndpointHeading;
class EndpointListView;
enum class EndpointAction;
enum class RowGesture;

/**
 * The left panel: the list that is the legend of the charts, the focused endpoint, and places to connect.
 *
 * Which endpoint is focused (its details are open), emphasised (the others are dimmed) and alone on the
 * charts are three things; the last two are only ever changed by the user. GUI thread; the data given to
 * apply() outlives the panel's use of it. Requests are answered by the next apply().
 */
class EndpointPanel : public QWidget
{
    Q_OBJECT

public:
    explicit EndpointPanel(QWidget* parent);

    void apply(const DashboardData& dashboard);
    /** The detail pane alone: safe while the list is changing. */
    void showFocused(const DashboardData& dashboard);
    void setColors(const Colors& colors);
    void setBrief(bool isBrief);
    /** Opens the form in place, or closes it. */
    void setConnecting(bool isOpen);
    bool isConnecting() const;
    /** Made when first asked for; what it submits is said by connectRequested() or editSubmitted(). */
    ConnectForm* form();
    /** Answers editRequested(): opens the form with what is known of it, secrets masked. */
    void edit(EndpointId id, const EndpointSource& masked);
    /** Opens the form for many, or closes it. */
    void setAddingMany(bool isOpen);

    /** List and filter show this; says scopeChanged() when it is another. */
    void setScope(const Scope& scope);
    const Scope& scope() const { return m_model->scope(); }
    void setSort(EndpointSort sort);
    EndpointSort sort() const { return m_model->sort(); }
    /** Groups whose endpoints are put away. */
    void setFoldedGroups(const QStringList& groups);
    QStringList foldedGroups() const;
    /** Opens its details and scrolls to it; a scope or a fold that hides it gives way. */
    void focusEndpoint(EndpointId id);
    EndpointId focusedEndpoint() const { return m_focused; }
    void focusFilter();
    /** As if the user had chosen them; null for none. */
    void mark(EndpointId emphasize, EndpointId solo);

    const EndpointListModel& model() const { return *m_model; }
    const EndpointDelegate& delegate() const { return *m_delegate; }

Q_SIGNALS:
    void pauseRequested(weir::EndpointId id);
    void resumeRequested(weir::EndpointId id);
    void removeRequested(weir::EndpointId id);
    void drawnRequested(weir::EndpointId id, bool isDrawn);
    void groupRequested(weir::EndpointId id, const QString& group);
    void logRequested(weir::EndpointId id);
    void connectRequested(const weir::EndpointSource& source);
    /** As the endpoint `like` is; null: as usual. */
    void connectManyRequested(const QList<weir::EndpointRequest>& requests, const QString& group,
                              weir::EndpointId like);
    void editRequested(weir::EndpointId id);
    void editSubmitted(weir::EndpointId id, const weir::EndpointSource& source);
    void scopeChanged(const weir::Scope& scope);
    /** Another endpoint has the focus; null when none has. */
    void focused(weir::EndpointId id);
    /** The others are to be dimmed; null: none. */
    void emphasized(weir::EndpointId id);
    /** The only one to be drawn; null: as chosen. */
    void soloed(weir::EndpointId id);
    /** By the user. */
    void foldedGroupsChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void layOut();
    void wire();
    void makeMany();
    QList<AddManyForm::Pattern> patterns() const;
    void makeDetails();
    void rearrange(const std::function<void()>& change);
    void settleFocus();
    void currentChanged();
    void refresh();
    void showHint();
    void gesture(RowGesture gesture, const QModelIndex& row);
    void showMenu(const QModelIndex& row, const QPoint& place);
    void showGroupMenu(const QString& group, const QPoint& place);
    void act(EndpointAction action, EndpointId id);
    void toggleDrawn(EndpointId id);
    void fold(const QString& group, bool isFolded);
    void showOnlyGroup(const QString& group);
    void editGroup(EndpointId id);
    void askToEdit(EndpointId id, Remedy remedy);
    void copy(const QString& text, const QString& address);
    void notice(const QString& text);

    const DashboardData* m_data = nullptr;
    EndpointId m_focused;
    EndpointId m_emphasized;
    EndpointId m_solo;
    EndpointId m_edited;  ///< in the form
    Remedy m_remedy{};    ///< for which it is opened
    EndpointId m_grouped; ///< whose group is being typed
    std::optional<TimePoint> m_noticeUntil;
    bool m_isRearranging = false;
    bool m_isBrief = false;
    Colors m_colors;

    EndpointListModel* m_model;
    EndpointDelegate* m_delegate;
    // In the order of the Tab key. What is not there at first is made when it is shown.
    EndpointHeading* m_heading;
    QWidget* m_formBox;
    ConnectForm* m_form = nullptr;
    QWidget* m_manyBox;
    AddManyForm* m_many = nullptr;
    EndpointListView* m_list;
    QWidget* m_nothing;
    QLabel* m_nothingText;
    QPushButton* m_clear;
    EndpointGuide* m_guide;
    QWidget* m_groupBox;
    QLabel* m_groupLabel;
    QLineEdit* m_group;
    QLabel* m_notice;
    QWidget* m_detailsRule;
    EndpointDetails* m_details = nullptr;
    QPushButton* m_addMany;
    QLabel* m_addManyHint;
};

} // namespace weir
