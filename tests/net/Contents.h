// Files that a test's server publishes.
#pragma once

#include "net/DataHome.h"

#include <QByteArray>
#include <QCryptographicHash>

#include <string>

namespace latentscape {

inline std::string someBytes(std::size_t count) {
    std::string bytes(count, '\0');
    unsigned state = 1;
    for (char& byte : bytes) {
        state = state * 1664525u + 1013904223u;
        byte = static_cast<char>(state >> 24);
    }
    return bytes;
}

inline PublishedFile published(const std::string& name, const std::string& content) {
    const QByteArray hash =
        QCryptographicHash::hash(QByteArray::fromStdString(content), QCryptographicHash::Sha256);
    return {name, static_cast<std::int64_t>(content.size()), hash.toHex().toStdString()};
}

// An IDX file of `count` images of the given side.
inline std::string idxImages(int count, int side) {
    std::string bytes;
    for (const int value : {0x803, count, side, side}) {
        for (const int shift : {24, 16, 8, 0}) {
            bytes += static_cast<char>(value >> shift);
        }
    }
    return bytes + someBytes(static_cast<std::size_t>(count * side * side));
}

} // namespace latentscape
