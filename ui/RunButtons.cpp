#include "ui/RunButtons.h"

#include "ui/Icons.h"
#include "ui/SettingGroup.h"
#include "ui/Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>

namespace latentscape {

namespace {

constexpr int kHeight = 32;

} // namespace

RunButtons::RunButtons(QWidget* parent)
    : QWidget(parent)
    , m_main(named(new QPushButton, "mainButton", tr("Train"), tr("Start, pause or go on with training")))
    , m_stop(named(new QPushButton(tr("Stop")), "stopButton", tr("Stop"),
                   tr("End the run; what was learnt is kept"))) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_main, 2);
    row->addWidget(m_stop, 1);
    m_main->setProperty("role", "primary");
    m_main->setDefault(true);
    for (QPushButton* button : {m_main, m_stop}) {
        button->setMinimumHeight(kHeight);
    }
    connect(m_main, &QPushButton::clicked, this, &RunButtons::press);
    connect(m_stop, &QPushButton::clicked, this, &RunButtons::stopRequested);
}

void RunButtons::setState(Session::State state) {
    m_state = state;
    // It is handed on when the button is hidden or can't be pressed for a while.
    m_wantsFocus = m_wantsFocus || m_main->hasFocus() || m_stop->hasFocus();
    refresh();
    if (m_wantsFocus && m_main->isEnabled()) {
        takeFocus();
    }
}

void RunButtons::setCanStart(bool can) {
    m_canStart = can;
    refresh();
}

void RunButtons::takeFocus() {
    m_wantsFocus = !m_main->isEnabled();
    m_main->setFocus();
}

void RunButtons::refresh() {
    const bool running = m_state == Session::State::Running || m_state == Session::State::Paused;
    m_stop->setVisible(running);
    m_main->setEnabled(running || (m_state == Session::State::Ready && m_canStart));
    m_main->setText(m_state == Session::State::Running  ? tr("Pause")
                    : m_state == Session::State::Paused ? tr("Resume")
                                                        : tr("Train"));
    showIcons();
}

void RunButtons::press() {
    if (m_state == Session::State::Ready) {
        emit startRequested();
    } else {
        emit pauseRequested(m_state == Session::State::Running);
    }
}

void RunButtons::showIcons() {
    const ThemeColors& colors = themeColors(palette());
    m_main->setIcon(m_state == Session::State::Running  ? makeIcon(Icon::Pause, colors.accentText)
                    : m_state == Session::State::Paused ? makeIcon(Icon::Play, colors.accentText)
                                                        : QIcon());
    m_stop->setIcon(makeIcon(Icon::Stop, colors.text));
}

void RunButtons::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        showIcons();
    }
}

} // namespace latentscape
