// The child of this name, which a test cannot do without.
#pragma once

#include <QObject>

namespace latentscape {

template <typename T> T* childOf(const QObject& parent, const char* name) {
    auto* found = parent.findChild<T*>(QLatin1String(name));
    if (!found) {
        qFatal("there is no %s", name);
    }
    return found;
}

} // namespace latentscape
