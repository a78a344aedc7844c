// One data set that can be fetched: what it is, a button that gets it, how far that is and a way to cancel,
// and what to do when it fails. Fetches beside the window, also while it is hidden; its end cancels, and what
// has arrived is kept. UI thread.
#pragma once

#include "net/DataHome.h"
#include "ui/LatestTask.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace latentscape {

class DataHomeRow : public QWidget {
    Q_OBJECT

public:
    explicit DataHomeRow(const DataHome& home, QWidget* parent = nullptr);

    void refresh(); // looks whether it is there by now

signals:
    void arrived(const QString& title, const QString& folder);
    void chosen(const QString& folder);
    void failed(const QString& title, const QString& message);

private:
    void press();
    void fetch();
    void cancel();
    void showShare(double share);
    void showIdle(const QString& note, bool attention = false);
    bool isThere() const;
    QString folder() const;

    const DataHome m_home;
    LatestTask m_task;
    double m_share = 0; // of the last that was heard
    QLabel* m_note;
    QProgressBar* m_bar;
    QPushButton* m_button;
};

} // namespace latentscape
