// Work on threads beside the window: it must not make the window stutter, and what it throws must not end
// the program.
#pragma once

#include <QString>

#include <functional>

namespace latentscape {

// Lowers the calling thread's share of the processor, once and for ever; threads that it starts inherit that.
void yieldToTheWindow();

// Runs `work`; what it throws becomes a message for people, which goes to `report` on the same thread.
void guarded(const std::function<void()>& work, const std::function<void(const QString&)>& report);

} // namespace latentscape
