#include "net/DataHome.h"

namespace latentscape {

namespace {

// The authors' own page gives neither HTTPS nor checksums to programs. This is the copy that the PyTorch
// project serves; sizes as the authors state them; the MD5 sums of torchvision (f68b3c2d..., d53e105e...,
// 9fb629c4..., ec29112d...) belong to the same files as these SHA-256 sums, which TensorFlow Datasets keeps.
DataHome mnist() {
    return {"mnist",
            "MNIST",
            "Handwritten digits: 70,000 grey images of 28 × 28",
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            {{"train-images-idx3-ubyte.gz", 9'912'422,
              "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"},
             {"train-labels-idx1-ubyte.gz", 28'881,
              "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"},
             {"t10k-images-idx3-ubyte.gz", 1'648'877,
              "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"},
             {"t10k-labels-idx1-ubyte.gz", 4'542,
              "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"}}};
}

// The authors' repository. Its README gives MD5 sums (8d4fb7e6..., 25c81989..., bef4ecab..., bb300cfd...);
// these SHA-256 sums are of the same files.
DataHome fashionMnist() {
    return {"fashion-mnist",
            "Fashion-MNIST",
            "Clothes and shoes: 70,000 grey images of 28 × 28",
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
            {{"train-images-idx3-ubyte.gz", 26'421'880,
              "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"},
             {"train-labels-idx1-ubyte.gz", 29'515,
              "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"},
             {"t10k-images-idx3-ubyte.gz", 4'422'102,
              "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"},
             {"t10k-labels-idx1-ubyte.gz", 5'148,
              "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"}}};
}

// The author's page, which gives the MD5 sum c32a1d4ab5d03f1284b67883e8d87530; this SHA-256 sum is of the
// same file (TensorFlow Datasets, MLDatasets.jl).
DataHome cifar10() {
    return {"cifar-10",
            "CIFAR-10",
            "Animals and vehicles: 60,000 colour images of 32 × 32",
            "https://www.cs.toronto.edu/~kriz/",
            {{"cifar-10-binary.tar.gz", 170'052'171,
              "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"}},
            {"batches.meta.txt", "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
             "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"},
            184'380'061};
}

} // namespace

std::int64_t DataHome::bytes() const {
    std::int64_t sum = 0;
    for (const PublishedFile& file : files) {
        sum += file.bytes;
    }
    return sum;
}

const std::vector<DataHome>& dataHomes() {
    static const std::vector<DataHome> homes{mnist(), fashionMnist(), cifar10()};
    return homes;
}

} // namespace latentscape
