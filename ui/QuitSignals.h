// SIGINT, SIGTERM and SIGHUP as a Qt signal, so that the run can be saved before the program ends. A second
// one ends the program at once. Lives on the UI thread as long as main().
#pragma once

#include <QObject>

namespace latentscape {

class QuitSignals : public QObject {
    Q_OBJECT

public:
    // From now on the signals wait to be read; threads inherit that. To be called first in main().
    static void block();

    QuitSignals(); // needs the QApplication
    ~QuitSignals() override;

signals:
    void quitRequested();

private:
    void read();

    int m_descriptor;
    bool m_requested = false;
};

} // namespace latentscape
