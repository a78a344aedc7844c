// The one window: what is made at the left, how it goes in the middle, how far it is at the bottom. Lives on
// the UI thread; owns the Session.
#pragma once

#include "ui/Session.h"

#include <QMainWindow>

class QLabel;
class QProgressBar;
class QStackedWidget;

namespace latentscape {

class CompareView;
class ExploreView;
class SetupPanel;
class TrainView;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);

    Session& session() { return m_session; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildMenus();
    QWidget* buildViews();
    void connectSession();
    void showProgress(const Snapshot& snapshot);
    void openData(const QString& path);
    void openCheckpoint(const QString& file);
    void saveCheckpointAs();
    void closeWhenSaved();
    void keepRunAndClose();
    void say(const QString& message);

    Session m_session;
    bool m_closing = false; // as soon as the run has stopped and is saved
    SetupPanel* m_setup;
    QStackedWidget* m_views = nullptr;
    TrainView* m_train = nullptr;
    ExploreView* m_explore = nullptr;
    CompareView* m_compare = nullptr;
    QProgressBar* m_progress;
    QLabel* m_status;
};

} // namespace latentscape
