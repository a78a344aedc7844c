#include "core/train/Embeddings.h"

#include "tests/core/io/TemporaryFolder.h"

namespace latentscape {
namespace {

Dataset images(const Factors& factors) {
    return {"tiny", {1, 1, 1}, {1, 2, 3}, factors};
}

const Factors kLabels{{"label"}, {1, 0, 1}, {"cat, or so", "dog"}};

TEST(EmbeddingsTest, ACsvHasIndexLabelsAndLatents) {
    const TemporaryFolder folder;
    const Tensor means({2, 3}, std::vector<float>{0.5f, -1, 0, 1, 2, 3.25f});
    EXPECT_EQ(saveEmbeddings(folder / "e.csv", means, images(kLabels)).size(), 1U);
    EXPECT_EQ(readBytes(folder / "e.csv"), "index,label,class,z0,z1,z2\n"
                                           "0,1,dog,0.5,-1,0\n"
                                           "1,0,\"cat, or so\",1,2,3.25\n");
    saveEmbeddings(folder / "e.csv", means, images({{"shape", "scale"}, {1, 5, 2, 6, 3, 7}, {}}));
    EXPECT_EQ(readBytes(folder / "e.csv"), "index,shape,scale,z0,z1,z2\n0,1,5,0.5,-1,0\n1,2,6,1,2,3.25\n");
    saveEmbeddings(folder / "e.csv", means, images({}));
    EXPECT_EQ(readBytes(folder / "e.csv"), "index,z0,z1,z2\n0,0.5,-1,0\n1,1,2,3.25\n");
}

TEST(EmbeddingsTest, AnArrayHasItsLabelsBesideIt) {
    const TemporaryFolder folder;
    const Tensor means({3, 2}, std::vector<float>(6, 1));
    const auto files = saveEmbeddings(folder / "e.npy", means, images(kLabels));
    ASSERT_EQ(files.size(), 2U);
    EXPECT_EQ(files[1], folder / "e-labels.npy");
    EXPECT_NE(readBytes(files[0]).find("'<f4', 'fortran_order': False, 'shape': (3, 2)"), std::string::npos);
    EXPECT_NE(readBytes(files[1]).find("'<u2', 'fortran_order': False, 'shape': (3, 1)"), std::string::npos);
    EXPECT_EQ(readBytes(files[1]).substr(128), std::string("\1\0\0\0\1\0", 6));
    EXPECT_EQ(saveEmbeddings(folder / "plain.npy", means, images({})).size(), 1U);
}

LatentPlane planeOf(LatentMap map) {
    map.images = std::make_shared<const Dataset>(images(kLabels));
    map.latents = Tensor({3, 2}, std::vector<float>{0.5f, -1, 1, 2, 3, 4});
    return LatentPlane::ofArrangement(std::make_shared<const LatentMap>(std::move(map)),
                                      Tensor({3, 2}, std::vector<float>{10, 20, 11, 21, 12, 22}));
}

TEST(EmbeddingsTest, AMapHasPlacesAndFigures) {
    const TemporaryFolder folder;
    LatentMap vae;
    vae.kl = {1.5f, 2, 3};
    vae.errors = {0.25f, 0.5f, 1};
    EXPECT_EQ(saveMap(folder / "m.csv", planeOf(vae)).size(), 1U);
    EXPECT_EQ(readBytes(folder / "m.csv"), "index,label,class,x,y,kl,squared_error,z0,z1\n"
                                           "0,1,dog,10,20,1.5,0.25,0.5,-1\n"
                                           "1,0,\"cat, or so\",11,21,2,0.5,1,2\n"
                                           "2,1,dog,12,22,3,1,3,4\n");
    LatentMap gan;
    gan.distances = {1, 2, 3};
    saveMap(folder / "m.csv", planeOf(gan));
    EXPECT_EQ(readBytes(folder / "m.csv").find("index,label,class,x,y,distance,z0,z1\n"), 0U);
}

TEST(EmbeddingsTest, ArraysOfAMapLieSideBySide) {
    const TemporaryFolder folder;
    const auto files = saveMap(folder / "m.npy", planeOf({}));
    ASSERT_EQ(files.size(), 3U);
    EXPECT_NE(readBytes(files[0]).find("'shape': (3, 2)"), std::string::npos);
    EXPECT_EQ(files[1], folder / "m-latents.npy");
    EXPECT_NE(readBytes(files[1]).find("'<f4', 'fortran_order': False, 'shape': (3, 2)"), std::string::npos);
    EXPECT_EQ(files[2], folder / "m-labels.npy");
    messageOf(ErrorKind::Usage, [&] { saveMap(folder / "m.txt", planeOf({})); });
}

TEST(EmbeddingsTest, LatentsHaveNames) {
    const TemporaryFolder folder;
    const Tensor latents({2, 2}, std::vector<float>{0.5f, -1, 1, 2});
    saveLatents(folder / "l.csv", {"a, first", "b"}, latents);
    EXPECT_EQ(readBytes(folder / "l.csv"), "name,z0,z1\n\"a, first\",0.5,-1\nb,1,2\n");
    saveLatents(folder / "l.npy", {"a", "b"}, latents);
    EXPECT_NE(readBytes(folder / "l.npy").find("'shape': (2, 2)"), std::string::npos);
    messageOf(ErrorKind::Usage, [&] { saveLatents(folder / "l.txt", {"a", "b"}, latents); });
    messageOf(ErrorKind::Usage, [&] { saveLatents(folder / "l.csv", {"a"}, latents); });
}

TEST(EmbeddingsTest, OtherNamesAndNumbersAreRefused) {
    const TemporaryFolder folder;
    const Tensor means({3, 2});
    for (const char* name : {"e.txt", "e", "npy"}) {
        messageOf(ErrorKind::Usage, [&] { requireEmbeddingName(folder / name); });
        messageOf(ErrorKind::Usage, [&] { saveEmbeddings(folder / name, means, images({})); });
    }
    messageOf(ErrorKind::Usage, [&] { saveEmbeddings(folder / "e.csv", Tensor({4, 2}), images({})); });
    messageOf(ErrorKind::Io, [&] { saveEmbeddings(folder / "no" / "e.csv", means, images({})); });
    EXPECT_EQ(folder.fileCount(), 0);
}

} // namespace
} // namespace latentscape
