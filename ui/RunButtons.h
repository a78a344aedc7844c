// The one thing to press now, and Stop beside it while a run goes on: their words and icons follow the state,
// and so does the keyboard's focus. Owned by the setup panel; UI thread.
#pragma once

#include "ui/Session.h"

#include <QWidget>

class QPushButton;

namespace latentscape {

class RunButtons : public QWidget {
    Q_OBJECT

public:
    explicit RunButtons(QWidget* parent = nullptr);

    void setState(Session::State state);
    void setCanStart(bool can); // a new run
    void takeFocus();           // the main button, as soon as it can be pressed

signals:
    void startRequested();
    void pauseRequested(bool paused);
    void stopRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void press();
    void refresh();
    void showIcons();

    QPushButton* m_main;
    QPushButton* m_stop;
    Session::State m_state = Session::State::Loading;
    bool m_canStart = false;
    bool m_wantsFocus = true; // as soon as it can be pressed; else the focus stays where the user is
};

} // namespace latentscape
