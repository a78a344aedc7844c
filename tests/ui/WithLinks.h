// A page without the card whose header would own its links.
#pragma once

#include <QWidget>

namespace latentscape {

template <typename Page> class WithLinks : public Page {
public:
    using Page::Page;
    ~WithLinks() override {
        for (QWidget* link : this->links()) {
            delete link;
        }
    }
};

} // namespace latentscape
