// What is kept from one start to the next. Owned by the window; UI thread. Reads at once, writes on a thread
// of its own, because a write waits for the disk; the destructor waits for the last one.
#pragma once

#include "ui/Theme.h"

#include <QString>
#include <QThreadPool>
#include <QVariant>

namespace latentscape {

class Settings {
public:
    static constexpr const char* kGeometry = "window/geometry";
    static constexpr const char* kView = "window/view";
    static constexpr const char* kTheme = "window/theme";
    static constexpr const char* kWelcomed = "window/welcomed";
    static constexpr const char* kRecentFiles = "recent";
    static constexpr const char* kRun = "run/settings"; // a TrainConfig as JSON

    Settings();
    ~Settings();
    Settings(const Settings&) = delete;
    Settings& operator=(const Settings&) = delete;

    static QVariant value(const char* key); // invalid if there is none
    static ThemeMode theme();
    void keep(const char* key, const QVariant& value);

private:
    QThreadPool m_writer;
};

} // namespace latentscape
