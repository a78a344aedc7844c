// Connects what the window shows with the moments that are kept of the run: choosing one on the curves or in
// the history shows it everywhere, and the line above the views leads back or on from there. Fills the menu
// of earlier runs. Owned by the window; UI thread.
#pragma once

#include <QObject>

#include <vector>

namespace latentscape {

class MainMenu;
class PastLine;
class Session;
class ViewStack;
struct OtherModel;

class Rewind : public QObject {
    Q_OBJECT

public:
    // All must outlive it.
    Rewind(Session* session, ViewStack* views, PastLine* line, MainMenu* menu, QObject* parent);

signals:
    void openRequested(const QString& checkpoint);

private:
    void showMoments();
    void showPast();
    void followState();
    std::vector<OtherModel> earlierRuns() const; // that are kept beside the one that is shown
    void fillEarlierRuns();

    Session* m_session;
    ViewStack* m_views;
    PastLine* m_line;
    MainMenu* m_menu;
};

} // namespace latentscape
