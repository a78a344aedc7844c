#include "ui/Closing.h"

#include "ui/Session.h"

#include <QApplication>
#include <QCloseEvent>
#include <QEventLoop>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

#include <algorithm>
#include <cstdio>

namespace latentscape {

namespace {

constexpr int kExitNotSaved = 4;       // as the command line says that something could not be written
constexpr int kKeepingTime = 5000;     // milliseconds; session managers don't wait for ever
constexpr int kSessionEndTime = 60000; // by then it was called off

} // namespace

Closing::Closing(Session* session, QString keptIn, QWidget* window)
    : QObject(window)
    , m_session(session)
    , m_keptIn(std::move(keptIn))
    , m_window(window) {}

void Closing::answer(QCloseEvent* event) {
    event->ignore();
    if (m_session->isTraining()) {
        if (m_sessionEnds) {
            saveAndClose();
        } else if (m_wish == Wish::None) {
            ask(tr("Training is running"),
                tr("Stop it and close? The run is kept; File > Go on with the last run takes it up exactly "
                   "where it stopped."),
                tr("Keep and close"), [this] {
                    m_wish = Wish::Asked;
                    m_session->stop();
                    closeWhenSaved();
                });
        }
    } else if (m_unsaved) {
        ask(tr("The run is not saved"), tr("It could not be written to the disk. Close and lose it?"),
            tr("Close and lose it"), [this] {
                m_unsaved = false;
                m_window->close();
            });
    } else if (m_session->isSaving()) {
        m_wish = std::max(m_wish, Wish::Asked); // as soon as that is done
    } else {
        event->accept();
    }
}

void Closing::ask(const QString& title, const QString& words, const QString& yes,
                  const std::function<void()>& act) {
    auto* question = new QMessageBox(QMessageBox::Question, title, words, QMessageBox::NoButton, m_window);
    question->setObjectName("closeQuestion");
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto* close = question->addButton(yes, QMessageBox::AcceptRole);
    close->setObjectName("closeAnswer");
    auto* stay = question->addButton(tr("Stay"), QMessageBox::RejectRole);
    stay->setObjectName("stayAnswer");
    question->setDefaultButton(close);
    question->setEscapeButton(stay);
    connect(close, &QAbstractButton::clicked, this, act);
    question->open();
}

void Closing::saveAndClose() {
    m_wish = Wish::Signalled;
    m_session->stop();
    closeWhenSaved();
}

void Closing::keepRun() {
    if (!m_session->isTraining()) {
        return;
    }
    m_sessionEnds = true;
    QTimer::singleShot(kSessionEndTime, this, [this] { m_sessionEnds = false; });
    QEventLoop loop;
    connect(m_session, &Session::checkpointSaved, &loop, &QEventLoop::quit);
    connect(m_session, &Session::failed, &loop, &QEventLoop::quit);
    QTimer::singleShot(kKeepingTime, &loop, &QEventLoop::quit);
    m_session->saveCheckpoint(m_keptIn);
    loop.exec(QEventLoop::ExcludeUserInputEvents);
}

bool Closing::survives(const Problem& problem) {
    if (m_wish == Wish::Signalled) {
        std::fprintf(stderr, "latentscape: %s\n", qPrintable(problem.message));
        QApplication::exit(kExitNotSaved);
        return false;
    }
    m_wish = Wish::None;
    m_unsaved = m_unsaved || problem.file == m_keptIn;
    return true;
}

// The run's last snapshot brings the checkpoint that is kept.
void Closing::closeWhenSaved() {
    if (m_wish != Wish::None && !m_session->isTraining() && !m_session->isSaving()) {
        m_window->close();
    }
}

} // namespace latentscape
