// The figures of now: losses, speed, how far it is and how long it still takes. UI thread.
#pragma once

#include "core/train/Snapshot.h"

#include <QElapsedTimer>
#include <QFrame>

class QLabel;

namespace latentscape {

class FigureLabel;

class StatsCard : public QFrame {
    Q_OBJECT

public:
    explicit StatsCard(QWidget* parent = nullptr);

    void clear();
    void showSnapshot(const Snapshot& snapshot);

private:
    struct Figure {
        FigureLabel* value;
        QLabel* note;
    };
    Figure addFigure(const char* objectName, const QString& name, const QString& tip);
    void showProgress(const Snapshot& snapshot);

    Figure m_total, m_reconstruction, m_kl, m_speed, m_left;
    QLabel* m_step;
    std::array<double, 3> m_losses{}; // smoothed, nats an image
    bool m_hasLosses = false;
    QElapsedTimer m_lastChange;
};

} // namespace latentscape
