#include "core/nn/ClassLabels.h"

#include "core/tensor/Error.h"

#include <algorithm>
#include <string>

namespace latentscape {

void ClassLabels::set(Labels labels, std::int64_t rows) {
    if (m_classes == 0) {
        return;
    }
    if (labels.empty() || rows % std::ssize(labels) != 0) {
        throw Error(
            ErrorKind::Usage,
            "The model was trained with labels and must be told the class of each image: it was told " +
                std::to_string(labels.size()) + " classes for " + std::to_string(rows) + " images.");
    }
    if (const std::uint16_t last = std::ranges::max(labels); last >= m_classes) {
        throw Error(ErrorKind::Usage, "Class " + std::to_string(last) + " does not exist; the model knows " +
                                          std::to_string(m_classes) + ", numbered from 0.");
    }
    m_labels.assign(labels.begin(), labels.end());
}

} // namespace latentscape
