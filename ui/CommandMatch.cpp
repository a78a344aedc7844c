#include "ui/CommandMatch.h"

#include <algorithm>
#include <vector>

namespace latentscape {

namespace {

constexpr int kNowhere = -1'000'000;
constexpr int kBeginsWord = 8;
constexpr int kTogether = 9; // more than a beginning, so that "kl" finds KL before a kernel length
constexpr int kLetter = 1;

} // namespace

std::optional<int> matchOf(const QString& letters, const QString& name) {
    QString wanted = letters.toCaseFolded();
    wanted.remove(' ');
    const QString text = name.toCaseFolded();
    const auto size = static_cast<std::size_t>(text.size());
    if (wanted.isEmpty()) {
        return 0;
    }
    // best[i]: of the letters so far, the last of them at i
    std::vector<int> best(size, kNowhere);
    for (qsizetype letter = 0; letter < wanted.size(); ++letter) {
        std::vector<int> next(size, kNowhere);
        int before = letter == 0 ? 0 : kNowhere; // the best that ends anywhere before
        for (std::size_t i = 0; i < size; ++i) {
            const auto at = static_cast<qsizetype>(i);
            if (text[at] == wanted[letter]) {
                const bool begins = i == 0 || !text[at - 1].isLetterOrNumber();
                const int together = letter > 0 && i > 0 ? best[i - 1] + kTogether : kNowhere;
                next[i] = std::max(before, together) + kLetter + (begins ? kBeginsWord : 0);
            }
            before = letter == 0 ? 0 : std::max(before, best[i]);
        }
        best = std::move(next);
    }
    const int most = size == 0 ? kNowhere : *std::ranges::max_element(best);
    return most < 0 ? std::nullopt : std::optional(most);
}

} // namespace latentscape
