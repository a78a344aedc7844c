// The one exception type that core throws. Its message names what failed, the place in it and what to do;
// each boundary (worker thread, window, command line) translates it once.
#pragma once

#include <stdexcept>
#include <string>

namespace latentscape {

enum class ErrorKind {
    Usage,     // a setting makes no sense: the caller asked for the impossible
    Input,     // a file or data set is not what it should be
    Io,        // the system refused to read or write
    Diverged,  // training reached a loss that is not finite
    Cancelled, // the caller no longer wants it
};

class Error : public std::runtime_error {
public:
    Error(ErrorKind kind, const std::string& message)
        : std::runtime_error(message)
        , m_kind(kind) {}
    ErrorKind kind() const { return m_kind; }

private:
    ErrorKind m_kind;
};

} // namespace latentscape
