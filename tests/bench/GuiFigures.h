// The figures of the window that gui_benchmark measures, a function a group; each prints one JSON line a
// figure.
#pragma once

#include "core/train/TrainConfig.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

namespace latentscape {

class MainWindow;

// Knows how long each event kept the UI thread, and which one was the longest.
class TimedApplication : public QApplication {
public:
    using QApplication::QApplication;
    bool notify(QObject* receiver, QEvent* event) override;

    void forget();
    const std::vector<double>& durations() const { return m_durations; } // milliseconds
    const QString& longest() const { return m_longest; }

private:
    int m_depth = 0;
    double m_longestDuration = 0;
    QString m_longest;
    std::vector<double> m_durations;
};

// limit: what the value is to stay under, 0 if there is no such promise.
void printFigure(const char* name, double value, double limit, const QString& remark = {});
// Runs the event loop until `done` or half a minute has passed; false then.
bool waitFor(const std::function<bool()>& done);
void openWindow(MainWindow& window); // shows it and waits for the embedded images
// For ever, on the images there are in the form that the model takes; returns with the first weights.
void startTraining(MainWindow& window, TrainConfig config);
void startTraining(MainWindow& window, const char* preset);
double percentile(std::vector<double> values, double share);

void measureStart();  // from start to window, from Train to first point
void measureSlider(); // from a slider's move to its picture, idle and while it trains
void measureMap();    // frames of a map of ten thousand points
// How long the UI thread is kept from answering in these scenes, or in all if none is named; false: too long,
// again and again.
bool measureBlocking(TimedApplication& app, const QStringList& names);

} // namespace latentscape
