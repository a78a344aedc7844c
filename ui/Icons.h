// Simple pictures for buttons, in a colour of the palette.
#pragma once

#include <QColor>
#include <QIcon>

namespace latentscape {

enum class Icon { Play, Pause, Stop };

QIcon makeIcon(Icon icon, const QColor& color);

} // namespace latentscape
