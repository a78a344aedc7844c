// Closing the window without losing a run: asks while one goes on, keeps it first, and waits for what is
// being written. Owned by the window; UI thread.
#pragma once

#include "ui/Problem.h"

#include <QObject>

#include <functional>

class QCloseEvent;
class QWidget;

namespace latentscape {

class Session;

class Closing : public QObject {
    Q_OBJECT

public:
    // `keptIn`: the file in which the session keeps its run.
    Closing(Session* session, QString keptIn, QWidget* window);

    // Accepts the event if there is nothing to lose; else sees to it that the window closes later, or asks.
    void answer(QCloseEvent* event);
    // As MainWindow says.
    void saveAndClose();
    void keepRun();

    // Something could not be written. False: nobody is there to be told, the program ends.
    bool survives(const Problem& problem);
    void noteSaved() { m_unsaved = false; }
    void closeWhenSaved();

private:
    enum class Wish { None, Asked, Signalled };

    void ask(const QString& title, const QString& words, const QString& yes,
             const std::function<void()>& act);

    Session* m_session;
    QString m_keptIn;
    QWidget* m_window;
    Wish m_wish = Wish::None;
    bool m_unsaved = false;     // the run could not be kept
    bool m_sessionEnds = false; // the desktop's
};

} // namespace latentscape
