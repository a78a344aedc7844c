// All latent dimensions as sliders, up to some hundreds: in as many columns as the width allows, the most
// telling first or in order; more than fits scrolls, and from 33 on a line above finds one by its number.
// Sliders change places only while no hand is near them, and are made when they come into sight: 512 widgets
// at once would hold the window up. UI thread.
#pragma once

#include <QWidget>

#include <span>
#include <vector>

class QLineEdit;
class QScrollArea;

namespace latentscape {

class LatentSlider;

class LatentSliderGrid : public QWidget {
    Q_OBJECT

public:
    enum class Order { Kl, Index, Effect };

    explicit LatentSliderGrid(QWidget* parent = nullptr);

    // All at zero, KL unknown or, for a GAN, not there at all.
    void setCount(int count, bool hasKl = true);
    int count() const { return static_cast<int>(m_latents.size()); }
    LatentSlider* slider(int dimension); // made, if it has not been seen yet

    std::vector<float> latent() const;
    void setLatent(std::span<const float> values); // one latentChanged(), if anything changed
    bool isDead(int dimension) const { return m_latents.at(static_cast<std::size_t>(dimension)).dead; }

    void setLocked(int dimension, bool locked);
    void setUsualLimit(int limit); // the tracks run so far both ways, or farther when a value lies outside

    void setKl(std::span<const float> klPerLatent);       // nats, [count]
    const std::vector<float>& kl() const { return m_kl; } // empty while not known
    // How much the picture changes along each, [count]; what the bars show in Order::Effect.
    void setEffects(std::span<const float> effects);
    const std::vector<float>& effects() const { return m_effects; } // empty while not known
    void setOrder(Order order);
    Order order() const { return m_order; }
    // Dimensions in the order shown, whether or not the search hides them.
    const std::vector<int>& sequence() const { return m_sequence; }
    int columns() const { return m_columns; }

signals:
    void latentChanged();
    void handLifted(); // a slider was let go
    void lockWanted(int dimension, bool locked);
    void sequenceChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct Latent {
        float value = 0;
        float bar = 0; // of the strongest
        bool dead = false;
        bool locked = false;
        LatentSlider* slider = nullptr; // a child of the scroll area
    };
    // Those that the search leaves.
    struct Raster {
        std::vector<int> dimensions;
        int rows = 0;
        double rowHeight = 0; // logical pixels, as all here
        int columnWidth = 0;
        bool scrolls = false;

        int topOf(int row) const;
    };

    void makeSlider(int dimension);
    void showAll(int dimension);
    void showBars();
    void showBar(int dimension);
    bool showsEffects() const { return m_order == Order::Effect && !m_effects.empty(); }
    void sort();
    void arrange();
    void fitRaster();
    void place();
    bool handIsNear() const;
    void shareLimit(int limit);

    std::vector<Latent> m_latents; // by dimension
    std::vector<int> m_sequence;
    Raster m_raster;
    bool m_hasKl = true;
    int m_limit;
    std::vector<float> m_kl;
    std::vector<float> m_effects;
    Order m_order = Order::Kl;
    int m_usualLimit;
    int m_columns = 1;
    bool m_setting = false; // not by hand
    QLineEdit* m_search;
    QScrollArea* m_scroll;
};

} // namespace latentscape
