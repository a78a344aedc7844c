// The first thing that is seen: which images are at hand and which can be fetched, the last run, and what
// this machine can do. A page in place of a view, which Help shows again. UI thread.
#pragma once

#include "net/DataHome.h"
#include "ui/Page.h"

#include <vector>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace latentscape {

class Card;
class DataHomeRow;

class WelcomePage : public Page {
    Q_OBJECT

public:
    explicit WelcomePage(const std::vector<DataHome>& homes, QWidget* parent = nullptr);

    void refresh();                              // what is at hand; when it is shown
    void setLastRun(const QString& description); // that can be gone on with

signals:
    void dataChosen(const QString& source);
    void openRequested(); // images of one's own
    void lastRunRequested();
    void dataArrived(const QString& title, const QString& folder);
    void dataFailed(const QString& title, const QString& message);

private:
    Card* makeFound();
    Card* makeHomes(const std::vector<DataHome>& homes);
    Card* makeLastRun();
    static Card* makeMachine();
    void listFound();

    QVBoxLayout* m_found;
    std::vector<DataHomeRow*> m_homes;
    QLabel* m_lastRun;
    QPushButton* m_goOn;
};

} // namespace latentscape
