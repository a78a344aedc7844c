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

    // Which losses there are; forgets all figures.
    void clear(ModelKind kind);
    void showSnapshot(const Snapshot& snapshot);

private:
    struct Figure {
        QLabel* title;
        FigureLabel* value;
        QLabel* note;

        void explain(const QString& name, const QString& tip) const;
    };
    Figure addFigure(const char* objectName);
    void showLosses();
    void showProgress(const Snapshot& snapshot);

    ModelKind m_kind = ModelKind::Vae;
    std::array<Figure, 3>
        m_lossFigures; // total, reconstruction, KL; or discriminator, generator, probabilities
    Figure m_speed, m_left;
    QLabel* m_step;
    std::array<double, std::tuple_size_v<Losses>> m_losses{}; // smoothed
    bool m_hasLosses = false;
    double m_secondsTrained = 0; // to the end of the last epoch
    QElapsedTimer m_lastChange;
};

} // namespace latentscape
