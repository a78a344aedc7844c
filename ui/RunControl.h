// Starts, pauses and ends runs and goes on with them, with the settings that are shown, as the main button,
// the menu and the remedies of findings ask for. Owned by the window; UI thread.
#pragma once

#include "core/train/Remedy.h"

#include <QObject>

#include <optional>

namespace latentscape {

class MainMenu;
class Session;
class SetupPanel;

class RunControl : public QObject {
    Q_OBJECT

public:
    // All must outlive it.
    RunControl(Session* session, SetupPanel* setup, const MainMenu& menu, QObject* parent);

    void start();
    void goOn();
    void goOnMoreCarefully(); // with a tenth of the learning rate

private:
    void apply(const Remedy& remedy);
    void startWhenStopped();

    Session* m_session;
    SetupPanel* m_setup;
    std::optional<TrainConfig> m_startWhenStopped;
};

} // namespace latentscape
