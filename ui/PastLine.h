// Says that a moment of the past is shown, with the way back to now and the way on from here. Stands above
// the views while that is so. UI thread.
#pragma once

#include "core/train/Snapshot.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace latentscape {

class PastLine : public QFrame {
    Q_OBJECT

public:
    explicit PastLine(QWidget* parent = nullptr);

    // training: the run goes on meanwhile. canBranch: its images are at hand.
    void showMoment(const Snapshot& moment, bool isBest);
    void setRun(bool training, bool canBranch);

signals:
    void nowRequested();
    void branchRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_title;
    QLabel* m_note;
    QPushButton* m_branch;
    QPushButton* m_now;
};

} // namespace latentscape
