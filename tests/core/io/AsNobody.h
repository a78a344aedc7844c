// While it lives, this thread uses the file system as a user without rights, so that permissions hold even
// for tests that root runs. Threads started meanwhile do so for ever.
#pragma once

#include <sys/fsuid.h>
#include <unistd.h>

namespace latentscape {

class AsNobody {
public:
    AsNobody() {
        if (geteuid() == 0) {
            constexpr uid_t nobody = 65534;
            setfsuid(nobody);
        }
    }
    ~AsNobody() { setfsuid(geteuid()); }
    AsNobody(const AsNobody&) = delete;
    AsNobody& operator=(const AsNobody&) = delete;
};

} // namespace latentscape
