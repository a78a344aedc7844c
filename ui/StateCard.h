// One sentence on how the run is doing, with a second on what to make of it; of what goes wrong the worst,
// with its remedy and the numbers behind. UI thread.
#pragma once

#include "core/train/Remedy.h"
#include "core/train/RunHealth.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace latentscape {

class FindingActions;

class StateCard : public QFrame {
    Q_OBJECT

public:
    explicit StateCard(QWidget* parent = nullptr);

    // Another run is judged from now on, which began with these settings; hidden until there is something to
    // say.
    void clear(const TrainConfig& config);
    void showSnapshot(const Snapshot& snapshot, const TrainConfig& now); // and the settings of now
    void setCanGoOn(bool can);

signals:
    void goOnRequested();
    void remedyRequested(const latentscape::Remedy& remedy);
    void numbersRequested(latentscape::Finding::Kind kind); // behind a finding

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void describe();
    void describeHealthy(bool over);

    RunHealth m_health;
    TrainState m_state = TrainState::Running;
    QString m_endedBecause; // not as asked for; empty: as asked for, or not at all
    QLabel* m_verdict;
    QLabel* m_advice;
    QToolButton* m_goOn;
    FindingActions* m_actions;
};

} // namespace latentscape
