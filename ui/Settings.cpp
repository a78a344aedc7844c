#include "ui/Settings.h"

#include <QSettings>

#include <algorithm>

namespace latentscape {

Settings::Settings() {
    m_writer.setMaxThreadCount(1); // in order
}

Settings::~Settings() {
    m_writer.waitForDone();
}

QVariant Settings::value(const char* key) {
    return QSettings().value(QLatin1String(key));
}

ThemeMode Settings::theme() {
    return static_cast<ThemeMode>(std::clamp(value(kTheme).toInt(), 0, static_cast<int>(ThemeMode::Dark)));
}

void Settings::keep(const char* key, const QVariant& value) {
    m_writer.start([key, value] {
        QSettings store;
        store.setValue(QLatin1String(key), value);
        store.sync();
    });
}

} // namespace latentscape
