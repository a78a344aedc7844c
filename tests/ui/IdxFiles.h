// Small data sets for tests of the window.
#pragma once

#include <QString>

#include <fstream>

namespace latentscape {

// `count` images of the given side in IDX format. Returns the path.
inline QString writeIdx(const QString& file, int count, int side) {
    std::ofstream stream(file.toStdString(), std::ios::binary);
    for (const int value : {0x803, count, side, side}) {
        for (const int shift : {24, 16, 8, 0}) {
            stream.put(static_cast<char>(value >> shift));
        }
    }
    for (int i = 0; i < count * side * side; ++i) {
        stream.put(static_cast<char>(i * 7));
    }
    return file;
}

} // namespace latentscape
