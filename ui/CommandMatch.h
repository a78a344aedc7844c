// How well a few typed letters fit a name.
#pragma once

#include <QString>

#include <optional>

namespace latentscape {

// The letters must be in the name, in their order, capitals or not; spaces count for nothing. More is better:
// letters that begin words and letters that stand together. Nothing when they are not all there.
std::optional<int> matchOf(const QString& letters, const QString& name);

} // namespace latentscape
