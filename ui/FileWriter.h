// Writes files beside everything else, one after another on a thread of its own; the window's SavingLine
// shows how far it is and lets it be cancelled. Owned by who saves; lives on the UI thread, where no call
// blocks but the destructor.
#pragma once

#include "core/tensor/WorkWatch.h"

#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <functional>
#include <stop_token>

class QWidget;

namespace latentscape {

class SavingLine;

class FileWriter : public QObject {
    Q_OBJECT

public:
    // Called on the writer's thread; throws when it fails or the watch tells it to stop. What it has captured
    // is destroyed there.
    using Write = std::function<void(const WorkWatch&)>;

    explicit FileWriter(QWidget* window, QObject* parent); // the window may be null
    ~FileWriter() override; // waits until what was asked for is written, or has noticed that it is cancelled

    void write(const QString& file, Write write);
    void cancel(); // all that is not written yet; neither signal will tell of it
    bool isBusy() const { return m_left > 0; }

signals:
    void saved(const QString& file);
    void failed(const QString& message);

private:
    void follow(const QString& file, double share);
    void end(const std::function<void()>& tell);

    QPointer<QWidget> m_window;
    QPointer<SavingLine> m_line;
    std::stop_source m_stop;
    int m_left = 0;
    QThreadPool m_pool;
};

} // namespace latentscape
