// One sentence on how the run is doing, with a second on what to make of it. UI thread.
#pragma once

#include "core/train/RunHealth.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace latentscape {

class StateCard : public QFrame {
    Q_OBJECT

public:
    explicit StateCard(QWidget* parent = nullptr);

    void clear(ModelKind kind); // another run is judged from now on; hidden until there is something to say
    void showSnapshot(const Snapshot& snapshot);
    void setCanGoOn(bool can);

signals:
    void goOnRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void describe(TrainState state);

    RunHealth m_health;
    bool m_attention = false;
    QLabel* m_verdict;
    QLabel* m_advice;
    QToolButton* m_goOn;
};

} // namespace latentscape
