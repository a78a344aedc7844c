#include "core/train/CrossValidation.h"

#include "core/tensor/Error.h"
#include "core/tensor/Random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace latentscape {

namespace {

constexpr std::uint64_t kFoldStream = 0x666f6c64ull; // "fold"

} // namespace

LoadedData foldOf(const Dataset& data, int fold, int folds, std::uint64_t seed) {
    if (folds < 2 || folds > kMostFolds || folds > data.count()) {
        throw Error(ErrorKind::Usage, "The number of folds is " + std::to_string(folds) + "; choose 2 to " +
                                          std::to_string(kMostFolds) + ", and no more than the " +
                                          std::to_string(data.count()) + " images.");
    }
    std::vector<std::uint32_t> order(static_cast<std::size_t>(data.count()));
    std::iota(order.begin(), order.end(), 0u);
    Random(seed, kFoldStream).shuffle(order);
    const auto first = order.begin() + fold * data.count() / folds;
    const auto last = order.begin() + (fold + 1) * data.count() / folds;
    std::vector<std::uint32_t> heldOut(first, last);
    std::vector<std::uint32_t> train(order.begin(), first);
    train.insert(train.end(), last, order.end());
    std::ranges::sort(heldOut);
    std::ranges::sort(train);
    return {std::make_shared<const Dataset>(data.subset(train)),
            std::make_shared<const Dataset>(data.subset(heldOut))};
}

Spread spreadOf(std::span<const double> values) {
    Spread spread;
    const auto n = static_cast<double>(values.size());
    for (const double value : values) {
        spread.mean += value / n;
    }
    for (const double value : values) {
        spread.deviation += (value - spread.mean) * (value - spread.mean);
    }
    spread.deviation = n > 1 ? std::sqrt(spread.deviation / (n - 1)) : 0;
    return spread;
}

} // namespace latentscape
